using System.Reflection;

namespace BreachNotify.Tests;

/// <summary>The directions of the house: who may know whom.</summary>
public sealed class WallsTests
{
    [Fact]
    public void The_law_depends_on_NodaTime_and_the_platform_alone() =>
        Assert.All(typeof(Law.Citation).Assembly.GetReferencedAssemblies(), reference =>
            Assert.True(reference.Name == "NodaTime" || reference.Name!.StartsWith("System.", StringComparison.Ordinal), $"The law references {reference.Name}."));

    [Fact]
    public void The_exposure_depends_on_the_law_on_mathematics_and_on_readers_and_writers_of_tables_alone() =>
        Assert.All(typeof(Exposure.Losses.LossAnswer).Assembly.GetReferencedAssemblies(), reference =>
            Assert.True(reference.Name is "BreachNotify.Law" or "NodaTime" or "MathNet.Numerics" or "Sylvan.Data.Csv" or "Parquet" || reference.Name!.StartsWith("System.", StringComparison.Ordinal), $"The exposure references {reference.Name}."));

    [Fact]
    public void A_feature_does_not_use_the_store_of_another()
    {
        var types = typeof(Program).Assembly.GetTypes();
        var stores = types.Where(type => type.Name.EndsWith("Store", StringComparison.Ordinal) && type.DeclaringType is null).ToHashSet();
        Assert.NotEmpty(stores);
        foreach (var type in types.Where(type => type.Namespace?.StartsWith("BreachNotify.", StringComparison.Ordinal) == true))
        {
            foreach (var used in UsedBy(type).Where(stores.Contains))
            {
                Assert.True($"{type.Namespace}.".StartsWith($"{used.Namespace}.", StringComparison.Ordinal), $"{type.FullName} uses {used.FullName}.");
            }
        }
    }

    [Fact]
    public void Every_option_stands_in_the_example_with_its_default()
    {
        using var example = System.Text.Json.JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.example.json")),
            new System.Text.Json.JsonDocumentOptions { CommentHandling = System.Text.Json.JsonCommentHandling.Skip });
        var root = example.RootElement.GetProperty("BreachNotify");
        foreach (var (section, options) in new (string, object)[]
        {
            ("Database", new BreachNotify.Storage.DatabaseOptions()), ("Access", new BreachNotify.Access.AccessOptions()), ("Fines", new BreachNotify.Fines.FineOptions()), ("Mail", new BreachNotify.Mailings.MailOptions()), ("Alarms", new BreachNotify.Alarms.AlarmOptions()), ("Print", new BreachNotify.Printing.PrintOptions()), ("Portfolios", new BreachNotify.Portfolios.PortfolioOptions()),
        })
        {
            Assert.Equal(Members(System.Text.Json.JsonSerializer.SerializeToElement(options, options.GetType())).ToDictionary(), Members(root.GetProperty(section)).ToDictionary());
        }
        Assert.True(root.TryGetProperty("MasterKey", out _));

        // Of sections within sections as well; an empty one is a value.
        static IEnumerable<KeyValuePair<string, string>> Members(System.Text.Json.JsonElement section) => section.EnumerateObject().SelectMany(member =>
            member.Value.ValueKind == System.Text.Json.JsonValueKind.Object && member.Value.EnumerateObject().Any()
                ? Members(member.Value).Select(inner => KeyValuePair.Create($"{member.Name}:{inner.Key}", inner.Value))
                : [KeyValuePair.Create(member.Name, member.Value.ToString())]);
    }

    private static IEnumerable<Type> UsedBy(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetFields(all).Select(field => field.FieldType)
            .Concat(type.GetConstructors(all).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(type.GetMethods(all).SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType));
    }
}
