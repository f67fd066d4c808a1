using System.Data;
using Dapper;
using NodaTime;

namespace BreachNotify.Storage;

/// <summary>Teaches Dapper the types that rows share.</summary>
public static class TypeHandlers
{
    public static void Register() => SqlMapper.AddTypeHandler(new InstantHandler());

    private sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
    {
        public override Instant Parse(object value) => Instant.FromUnixTimeTicks((long)value);

        public override void SetValue(IDbDataParameter parameter, Instant value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value.ToUnixTimeTicks();
        }
    }
}
