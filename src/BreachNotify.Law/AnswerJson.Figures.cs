using System.Text.Json;

namespace BreachNotify.Law;

// Reasons and amounts, which make up nearly all of an answer.
public static partial class AnswerJson
{
    private static void Write(ref AnswerWriter json, Reason value) => json.Raw(value.Json);

    private static void Write(ref AnswerWriter json, ReadOnlySpan<byte> name, IReadOnlyList<Reason> steps)
    {
        json.Name(name);
        Write(ref json, steps);
    }

    private static void Write(ref AnswerWriter json, IReadOnlyList<Reason> steps)
    {
        json.BeginArray();
        for (var i = 0; i < steps.Count; i++)
        {
            json.Item(i);
            json.Raw(steps[i].Json);
        }
        json.EndArray();
    }

    private static void Write(ref AnswerWriter json, Money value)
    {
        json.BeginObject();
        json.Name("amount"u8);
        json.Number(value.Amount);
        json.Name("currency"u8);
        json.Text(value.Currency);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, MoneyRange value)
    {
        json.BeginObject();
        json.Name("currency"u8);
        json.Text(value.Currency);
        json.Name("high"u8);
        json.Number(value.High);
        json.Name("low"u8);
        json.Number(value.Low);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, ShareRange value)
    {
        json.BeginObject();
        json.Name("high"u8);
        json.Number(value.High);
        json.Name("low"u8);
        json.Number(value.Low);
        json.EndObject();
    }

    private static void WriteIfAny(ref AnswerWriter json, ReadOnlySpan<byte> name, MoneyRange? value)
    {
        if (value is not null)
        {
            json.Name(name);
            Write(ref json, value);
        }
    }

    private static void WriteIfAny(ref AnswerWriter json, ReadOnlySpan<byte> name, ShareRange? value)
    {
        if (value is not null)
        {
            json.Name(name);
            Write(ref json, value);
        }
    }

    private static void WriteOrNull(ref AnswerWriter json, ReadOnlySpan<byte> name, Money? value)
    {
        json.Name(name);
        if (value is { } money)
        {
            Write(ref json, money);
        }
        else
        {
            json.Null();
        }
    }

    private static void WriteIfAny(ref AnswerWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.Name(name);
            json.Text(value);
        }
    }

    private static void WriteIfAny(ref AnswerWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } known)
        {
            json.Name(name);
            json.Boolean(known);
        }
    }

    private static void WriteIfAny(ref AnswerWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
        {
            json.Name(name);
            json.Integer(number);
        }
    }

    private static void WriteOrNull(ref AnswerWriter json, ReadOnlySpan<byte> name, string? value)
    {
        json.Name(name);
        if (value is not null)
        {
            json.Text(value);
        }
        else
        {
            json.Null();
        }
    }

    private static void WriteIfAny<T>(ref AnswerWriter json, ReadOnlySpan<byte> name, T? value)
        where T : struct, Enum
    {
        if (value is { } word)
        {
            json.Name(name);
            json.Word(word);
        }
    }

    private static void Write(ref AnswerWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts) =>
        Write(ref json, name, texts, static (ref json, text) => json.Text(text));

    private static void Write<T>(ref AnswerWriter json, ReadOnlySpan<byte> name, IReadOnlyList<T> items, WriteByHand<T> write)
    {
        json.Name(name);
        if (items is Kept<T> kept)
        {
            json.Raw(kept.Json);
            return;
        }
        Write(ref json, items, write);
    }

    private static void Write<T>(ref AnswerWriter json, IReadOnlyList<T> items, WriteByHand<T> write)
    {
        json.BeginArray();
        for (var i = 0; i < items.Count; i++)
        {
            json.Item(i);
            write(ref json, items[i]);
        }
        json.EndArray();
    }
}
