using System.CommandLine.Parsing;

namespace BreachNotify.Cli;

/// <summary>What is wrong with a command line, in the words of its reader and not of the runtime.</summary>
public static class Usage
{
    public static string Of(ParseError error) => error.SymbolResult is OptionResult { Tokens: [var sent, ..] } option && error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal)
        ? $"{option.Option.Name}: '{sent.Value}' is not {Wanted(option.Option.ValueType)}."
        : error.Message;

    private static string Wanted(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Decimal or TypeCode.Double => "a number of at most 28 digits such as 300000000 or 0.25",
        TypeCode.Int32 => "a whole number such as 2025",
        TypeCode.Int64 => "a whole number of at most 18 digits",
        TypeCode.Boolean => "true or false",
        _ => "a value this option takes",
    };
}
