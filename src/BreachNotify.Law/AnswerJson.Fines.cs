using BreachNotify.Law.Fines;

namespace BreachNotify.Law;

// An answer on fines. Members stand in the order of their names; that each of them is written is held by a test.
public static partial class AnswerJson
{
    private static void Write(ref AnswerWriter json, FineAnswer value)
    {
        json.BeginObject();
        Write(ref json, "infringements"u8, value.Infringements, Write);
        WriteOrNull(ref json, "method"u8, value.Method);
        json.Proof(value.Proof);
        json.Name("request"u8);
        Write(ref json, value.Request);
        json.Name("ruleBook"u8);
        json.Text(value.RuleBook);
        Write(ref json, "tiers"u8, value.Tiers, Write);
        json.Name("total"u8);
        if (value.Total is { } total)
        {
            Write(ref json, total);
        }
        else
        {
            json.Null();
        }
        json.Name("verified"u8);
        json.Boolean(value.Verified);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, TierFinding value)
    {
        json.BeginObject();
        WriteOrNull(ref json, "ceiling"u8, value.Ceiling);
        WriteIfAny(ref json, "ceilingRange"u8, value.CeilingRange);
        Write(ref json, "derivation"u8, value.Derivation);
        json.Name("id"u8);
        json.Text(value.Id);
        json.Name("limb"u8);
        if (value.Limb is { } limb)
        {
            json.Word(limb);
        }
        else
        {
            json.Null();
        }
        json.Name("verified"u8);
        json.Boolean(value.Verified);
        json.EndObject();
    }

    /// <summary>Findings that will stand in further answers.</summary>
    internal static Kept<InfringementFinding> Keep(IReadOnlyList<InfringementFinding> findings) => new(findings, Encode(findings, static (ref json, all) => Write(ref json, all, Write)));

    /// <summary>Infringements that will stand in further requests.</summary>
    internal static Kept<FineRequestInfringement> Keep(IReadOnlyList<FineRequestInfringement> asked) => new(asked, Encode(asked, static (ref json, all) => Write(ref json, all, Write)));

    private static void Write(ref AnswerWriter json, InfringementFinding value)
    {
        json.BeginObject();
        WriteIfAny(ref json, "adjustedAmount"u8, value.AdjustedAmount);
        WriteIfAny(ref json, "afterFactors"u8, value.AfterFactors);
        if (value.BasicAmount is not null)
        {
            WriteOrNull(ref json, "basicAmount"u8, value.BasicAmount);
        }
        json.Name("conduct"u8);
        json.Text(value.Conduct);
        Write(ref json, "derivation"u8, value.Derivation);
        json.Name("provision"u8);
        json.Text(value.Provision);
        WriteIfAny(ref json, "seriousness"u8, value.Seriousness);
        WriteIfAny(ref json, "seriousnessShare"u8, value.SeriousnessShare);
        WriteIfAny(ref json, "sizeShare"u8, value.SizeShare);
        WriteIfAny(ref json, "startingAmount"u8, value.StartingAmount);
        WriteOrNull(ref json, "tier"u8, value.Tier);
        json.Name("verified"u8);
        json.Boolean(value.Verified);
        json.EndObject();
    }

    /// <summary>A total as it stands in an answer.</summary>
    internal static byte[] Encode(TotalFinding value) => Encode(value, Write);

    private static void Write(ref AnswerWriter json, TotalFinding value)
    {
        if (value.Json is { } known)
        {
            json.Raw(known);
            return;
        }
        json.BeginObject();
        WriteOrNull(ref json, "ceiling"u8, value.Ceiling);
        WriteIfAny(ref json, "ceilingRange"u8, value.CeilingRange);
        Write(ref json, "conducts"u8, value.Conducts, Write);
        Write(ref json, "derivation"u8, value.Derivation);
        WriteIfAny(ref json, "range"u8, value.Range);
        json.Name("verified"u8);
        json.Boolean(value.Verified);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, ConductCeiling value)
    {
        json.BeginObject();
        WriteOrNull(ref json, "ceiling"u8, value.Ceiling);
        json.Name("conduct"u8);
        json.Text(value.Conduct);
        WriteIfAny(ref json, "range"u8, value.Range);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, FineRequest value)
    {
        json.BeginObject();
        WriteIfAny(ref json, "authority"u8, value.Authority);
        json.Name("decidedOn"u8);
        json.Text(value.DecidedOn);
        json.Name("entity"u8);
        Write(ref json, value.Entity);
        if (value.ExchangeRate is { } rate)
        {
            json.Name("exchangeRate"u8);
            json.Serialize(rate);
        }
        Write(ref json, "infringements"u8, value.Infringements, Write);
        WriteIfAny(ref json, "method"u8, value.Method);
        json.Name("regime"u8);
        json.Text(value.Regime);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, FineRequestEntity value)
    {
        json.BeginObject();
        json.Name("kind"u8);
        json.Word(value.Kind);
        WriteIfAny(ref json, "state"u8, value.State);
        if (value.Turnover is { } turnover)
        {
            json.Name("turnover"u8);
            json.BeginObject();
            json.Name("amount"u8);
            json.Text(turnover.Amount);
            json.Name("currency"u8);
            json.Text(turnover.Currency);
            json.EndObject();
        }
        WriteIfAny(ref json, "turnoverBasis"u8, value.TurnoverBasis);
        WriteIfAny(ref json, "turnoverBasisReason"u8, value.TurnoverBasisReason);
        WriteIfAny(ref json, "turnoverFigure"u8, value.TurnoverFigure);
        WriteIfAny(ref json, "turnoverMeasure"u8, value.TurnoverMeasure);
        WriteIfAny(ref json, "turnoverYear"u8, value.TurnoverYear);
        json.EndObject();
    }

    private static void Write(ref AnswerWriter json, FineRequestInfringement value)
    {
        json.BeginObject();
        WriteIfAny(ref json, "category"u8, value.Category);
        json.Name("conduct"u8);
        json.Text(value.Conduct);
        if (value.Factors is { } factors)
        {
            json.Name("factors"u8);
            json.Serialize(factors);
        }
        json.Name("provision"u8);
        json.Text(value.Provision);
        WriteIfAny(ref json, "seriousness"u8, value.Seriousness);
        json.EndObject();
    }
}
