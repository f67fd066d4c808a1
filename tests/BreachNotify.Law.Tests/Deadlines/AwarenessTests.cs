using System.Globalization;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Regulation1182;
using CsCheck;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace BreachNotify.Law.Tests.Deadlines;

/// <summary>What is read and counted by hand for speed agrees with the library that counts for everybody.</summary>
public sealed class AwarenessTests
{
    private static readonly Gen<string> Nearly = Gen.Select(
        Gen.Int[0, 9999], Gen.Int[0, 13], Gen.Int[0, 32], Gen.Int[0, 25], Gen.Int[0, 61], Gen.Int[0, 61],
        OneOf("Z", "z", "+02:00", "-09:30", "+18:00", "+18:01", "+19:00", "+2:00", "", " 02:00", "+02-00", "*02:00"),
        (year, month, day, hour, minute, second, offset) => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}T{hour:00}:{minute:00}:{second:00}{offset}"));

    [Fact]
    public void Instants_are_read_as_the_pattern_reads_them() => Nearly.Sample(text =>
    {
        var pattern = OffsetDateTimePattern.Rfc3339.Parse(text.ToUpperInvariant());
        Instant? read = null;
        try
        {
            read = Awareness.Instant("awareAt", text);
        }
        catch (QuestionException)
        {
            // Left null: the pattern must refuse it too.
        }
        Assert.Equal(pattern.Success ? pattern.Value.ToInstant() : null, read);
    });

    [Fact]
    public void A_local_day_ends_where_the_time_zone_data_say_so() =>
        Gen.Select(OneOf("Europe/Berlin", "Europe/London", "Atlantic/Azores", "America/Sao_Paulo", "Asia/Tokyo", "America/Havana", "Asia/Beirut"), Gen.Int[0, 73_000]).Sample((zoneId, days) =>
        {
            var zone = DateTimeZoneProviders.Tzdb[zoneId];
            var day = new LocalDate(1970, 1, 1).PlusDays(days);
            Assert.Equal(zone.AtStartOfDay(day.PlusDays(1)).ToInstant(), Article3.EndOf(day, zone));
        });

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
