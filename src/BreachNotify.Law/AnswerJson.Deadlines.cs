using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law;

// An answer on deadlines. Members stand in the order of their names; that each of them is written is held by a test.
public static partial class AnswerJson
{
    private static void Write(ref AnswerWriter json, DeadlineAnswer value)
    {
        json.BeginObject();
        json.Name("awareAt"u8);
        json.Time(value.AwareAt);
        Write(ref json, "obligations"u8, value.Obligations, Write);
        json.Proof(value.Proof);
        json.Name("request"u8);
        Write(ref json, value.Request);
        json.Name("ruleBook"u8);
        json.Text(value.RuleBook);
        if (value.ToExamine is { } toExamine)
        {
            json.Name("toExamine"u8);
            json.Serialize(toExamine);
        }
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, Obligation value)
    {
        var frame = value.Frame is { } known && known.Fits(value) ? known : null;
        Part(ref json, value, frame?.BeforeDue, WriteBeforeDue);
        if (value.Due is { } due)
        {
            json.Time(due);
        }
        else
        {
            json.Null();
        }
        Part(ref json, value, frame?.BehindDue, WriteBehindDue);
        if (value.Readings is { } readings)
        {
            Write(ref json, readings[0]);
        }
        Part(ref json, value, frame?.BehindFirst, WriteBehindFirst);
        if (value.SafeUnderEveryView is { } safe)
        {
            json.Name("safeUnderEveryView"u8);
            json.Time(safe);
        }
        Part(ref json, value, frame?.End, WriteEnd);
    }

    private static void Part(ref AnswerWriter json, Obligation value, byte[]? known, WriteByHand<Obligation> write)
    {
        if (known is not null)
        {
            json.Raw(known);
            return;
        }
        write(ref json, value);
    }

    internal static void WriteBeforeDue(ref AnswerWriter json, Obligation value)
    {
        json.BeginObject();
        if (value.Addressee is { } addressee)
        {
            json.Name("addressee"u8);
            Write(ref json, addressee);
        }
        WriteIfAny(ref json, "conditional"u8, value.Conditional);
        Write(ref json, "derivation"u8, value.Derivation);
        json.Name("due"u8);
    }

    internal static void WriteBehindDue(ref AnswerWriter json, Obligation value)
    {
        if (value.Filing is { } filing)
        {
            json.Name("filing"u8);
            json.Serialize(filing);
        }
        json.Name("id"u8);
        json.Text(value.Id);
        if (value.Readings is not null)
        {
            json.Name("readings"u8);
            json.BeginArray();
        }
    }

    internal static void WriteBehindFirst(ref AnswerWriter json, Obligation value)
    {
        if (value.Readings is { } readings)
        {
            for (var i = 1; i < readings.Count; i++)
            {
                json.Item(i);
                Write(ref json, readings[i]);
            }
            json.EndArray();
        }
        json.Name("recipient"u8);
        json.Text(value.Recipient);
        json.Name("regime"u8);
        json.Text(value.Regime);
        WriteIfAny(ref json, "reliedOn"u8, value.ReliedOn);
        json.Name("required"u8);
        json.Boolean(value.Required);
    }

    internal static void WriteEnd(ref AnswerWriter json, Obligation value)
    {
        WriteIfAny(ref json, "standard"u8, value.Standard);
        WriteIfAny(ref json, "startsWith"u8, value.StartsWith);
        json.Name("verified"u8);
        json.Boolean(value.Verified);
        WriteIfAny(ref json, "zone"u8, value.Zone);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, Reading value)
    {
        json.BeginObject();
        Write(ref json, "derivation"u8, value.Derivation);
        json.Name("due"u8);
        json.Time(value.Due);
        json.Name("id"u8);
        json.Text(value.Id);
        json.Name("local"u8);
        json.Time(value.Local);
        json.Name("standing"u8);
        json.Word(value.Standing);
        json.Name("verified"u8);
        json.Boolean(value.Verified);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, Addressee value)
    {
        json.BeginObject();
        WriteIfAny(ref json, "address"u8, value.Address);
        WriteIfAny(ref json, "channel"u8, value.Channel);
        if (value.Languages is { } languages)
        {
            Write(ref json, "languages"u8, languages);
        }
        json.Name("name"u8);
        json.Text(value.Name);
        WriteIfAny(ref json, "source"u8, value.Source);
        WriteIfAny(ref json, "verified"u8, value.Verified);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, DeadlineQuestion value)
    {
        json.BeginObject();
        if (value.Acts is { } acts)
        {
            Write(ref json, "acts"u8, acts, static (ref json, act) => json.Serialize(act));
        }
        WriteIfAny(ref json, "asOf"u8, value.AsOf);
        WriteIfAny(ref json, "authority"u8, value.Authority);
        json.Name("awareAt"u8);
        json.Text(value.AwareAt);
        if (value.Facts is { } facts)
        {
            json.Name("facts"u8);
            json.Serialize(facts);
        }
        if (value.Holidays is { } holidays)
        {
            Write(ref json, "holidays"u8, holidays);
        }
        if (value.NoBreach is { } noBreach)
        {
            json.Name("noBreach"u8);
            json.Serialize(noBreach);
        }
        WriteIfAny(ref json, "occurredAt"u8, value.OccurredAt);
        if (value.RegimeFacts is { } regimeFacts)
        {
            json.Name("regimeFacts"u8);
            json.Serialize(regimeFacts);
        }
        if (value.Regimes is { } regimes)
        {
            Write(ref json, "regimes"u8, regimes);
        }
        WriteIfAny(ref json, "risk"u8, value.Risk);
        WriteIfAny(ref json, "role"u8, value.Role);
        WriteIfAny(ref json, "ruleBook"u8, value.RuleBook);
        WriteIfAny(ref json, "sector"u8, value.Sector);
        WriteIfAny(ref json, "whatIf"u8, value.WhatIf);
        WriteIfAny(ref json, "zone"u8, value.Zone);
        json.EndObject();
    }
}
