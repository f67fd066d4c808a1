using System.Text.Json;
using System.Text.Json.Serialization;
using BreachNotify.Http;
using NodaTime;

namespace BreachNotify.Alarms;

/// <summary>The kinds of messages.</summary>
public static class AlarmType
{
    public const string Approaching = "deadline.approaching";
    public const string Missed = "deadline.missed";

    /// <summary>Sent on request, so that a receiver can be tried.</summary>
    public const string Test = "webhook.test";

    public static readonly IReadOnlyList<string> All = [Approaching, Missed];

    public static string Of(int hours) => hours == 0 ? Missed : Approaching;
}

/// <summary>What an alarm says, in the shape the Standard Webhooks 1.0 recommend.</summary>
/// <param name="Type">One of <see cref="AlarmType"/>.</param>
/// <param name="Timestamp">When it was raised.</param>
/// <param name="Data">What about.</param>
public sealed record AlarmMessage(string Type, Instant Timestamp, AlarmData Data)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonContract.Options);

    public static AlarmMessage Parse(string json) => JsonSerializer.Deserialize<AlarmMessage>(json, JsonContract.Options)!;
}

/// <param name="Breach">Id of the breach; nothing else of it leaves the house.</param>
/// <param name="Due">The end relied on, in UTC.</param>
/// <param name="HoursLeft">Hours until then, rounded up: 48, 24, 6 or 1, or fewer where it became known late; 0 at the miss.</param>
/// <param name="Obligations">What ends then and is not met.</param>
/// <param name="Link">The deadlines of the breach, where a public address is configured.</param>
public sealed record AlarmData(
    string Breach, Instant Due, int HoursLeft, IReadOnlyList<OpenObligation> Obligations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Link = null);

/// <summary>Where an alarm stands; the numbers are in the database.</summary>
public enum AlarmState
{
    Planned = 0,
    Raised = 1,

    /// <summary>Another one of the same end, nearer to it, was raised in its place, or the end lay too far back when it became known.</summary>
    PassedOver = 2,
}

/// <summary>An alarm of a breach.</summary>
/// <param name="Due">The end it belongs to.</param>
/// <param name="Hours">Hours before it; 0 at the miss.</param>
/// <param name="At">When it is raised.</param>
/// <param name="State">Whether it was.</param>
/// <param name="RaisedAt">When it was.</param>
/// <param name="Message">What it said.</param>
public sealed record Alarm(Instant Due, int Hours, Instant At, AlarmState State, Instant? RaisedAt, AlarmMessage? Message);
