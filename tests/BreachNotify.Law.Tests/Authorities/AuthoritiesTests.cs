using BreachNotify.Law.Authorities;
using BreachNotify.Law.Calendars;
using NodaTime;

namespace BreachNotify.Law.Tests.Authorities;

public sealed class AuthoritiesTests
{
    private static readonly string[] Eea =
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV",
        "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    ];

    private static readonly string[] Laender =
        ["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"];

    [Fact]
    public void The_thirty_EEA_states_the_sixteen_Laender_and_three_others_have_an_authority()
    {
        string[] expected = [.. Eea, .. Laender.Select(land => $"DE-{land}"), "EU", "GB", "CH"];

        Assert.Equal(expected.Order(StringComparer.Ordinal), SupervisoryAuthorities.All.Select(a => a.Code).Distinct().Order(StringComparer.Ordinal));
        Assert.All(expected, code => Assert.NotNull(SupervisoryAuthorities.Find(code, Sector.Private)));
        Assert.All(expected, code => Assert.NotNull(SupervisoryAuthorities.Find(code, Sector.Public)));
    }

    [Fact]
    public void Every_authority_has_a_calendar_a_name_and_a_source() => Assert.All(SupervisoryAuthorities.All, authority =>
    {
        Assert.NotEmpty(authority.Name);
        Assert.NotEmpty(authority.Source);
        Assert.Equal(authority.Territory, authority.Holidays.Territory);
        Assert.NotEmpty(authority.Holidays.In(2026));
    });

    [Fact]
    public void Bavaria_divides_its_sectors_between_Ansbach_and_Munich()
    {
        var assumption = new LocalDate(2025, 8, 15);

        var ansbach = SupervisoryAuthorities.Find("DE-BY", Sector.Private)!;
        var munich = SupervisoryAuthorities.Find("DE-BY", Sector.Public)!;

        Assert.Equal("Bayerisches Landesamt für Datenschutzaufsicht", ansbach.Name);
        Assert.True(ansbach.Holidays.IsWorkingDay(assumption));
        Assert.Equal("Bayerischer Landesbeauftragter für den Datenschutz", munich.Name);
        Assert.False(munich.Holidays.IsWorkingDay(assumption));
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("de")]
    [InlineData("DE-XX")]
    [InlineData("EL")]
    [InlineData("UK")]
    [InlineData("")]
    public void An_unknown_code_finds_none(string code) => Assert.Null(SupervisoryAuthorities.Find(code, Sector.Private));

    [Theory]
    [InlineData("DE", 2018, 5, 25, true)]
    [InlineData("DE-NW", 2018, 5, 25, true)]
    [InlineData("NO", 2018, 7, 20, true)]
    [InlineData("IS", 2018, 7, 20, true)]
    [InlineData("LI", 2018, 7, 20, true)]
    [InlineData("GB", 2018, 5, 25, false)]
    [InlineData("EU", 2018, 12, 11, false)]
    [InlineData("CH", 2023, 9, 1, false)]
    public void The_rules_apply_from_their_first_day(string code, int year, int month, int day, bool eea)
    {
        var authority = SupervisoryAuthorities.Find(code, Sector.Private)!;

        Assert.Equal(new LocalDate(year, month, day), authority.SubjectFrom);
        Assert.Equal(eea, authority.IsEea);
    }

    [Theory]
    [InlineData("DE-BE", 2)]
    [InlineData("GB", 1)]
    [InlineData("GR", 3)]
    [InlineData("IS", 0)]
    [InlineData("CY", 3)]
    [InlineData("PT", 1)]
    [InlineData("CH", 2)]
    public void The_zone_is_that_of_the_seat(string code, int hoursInSummer) => Assert.Equal(
        Offset.FromHours(hoursInSummer),
        SupervisoryAuthorities.Find(code, Sector.Private)!.Zone.GetUtcOffset(Instant.FromUtc(2026, 7, 1, 12, 0)));

    [Fact]
    public void Every_calendar_of_an_authority_is_one_that_can_be_asked_for_by_territory() =>
        Assert.All(SupervisoryAuthorities.All, authority => Assert.Contains(authority.Territory, PublicHolidays.Territories));

    [Fact]
    public void Every_authority_says_how_it_is_reached_and_in_which_languages() => Assert.All(SupervisoryAuthorities.All, authority =>
    {
        var addressee = authority.Addressee;

        Assert.Equal(authority.Name, addressee.Name);
        Assert.NotNull(addressee.Channel);
        Assert.False(string.IsNullOrWhiteSpace(addressee.Address));
        Assert.NotEmpty(addressee.Languages!);
        Assert.All(addressee.Languages!, language => Assert.Matches("^[a-z]{2}$", language));
        Assert.NotNull(addressee.Verified);
        Assert.True(addressee.Verified is false || addressee.Source is not null, $"{authority.Code} is marked as read and names no source.");
    });

    [Theory]
    [InlineData("AT", "de", true)]
    [InlineData("BE", "fr nl de", true)]
    [InlineData("MT", "mt en", false)]
    [InlineData("DE-SN", "de", false)]
    public void Languages_are_those_the_authority_accepts_or_those_of_its_seat_unverified(string code, string languages, bool verified)
    {
        var addressee = SupervisoryAuthorities.Find(code, Sector.Private)!.Addressee;

        Assert.Equal((languages, verified), (string.Join(' ', addressee.Languages!), addressee.Verified));
    }

    [Fact]
    public void The_two_authorities_of_Bavaria_are_reached_at_different_addresses() => Assert.NotEqual(
        SupervisoryAuthorities.Find("DE-BY", Sector.Private)!.Addressee.Address,
        SupervisoryAuthorities.Find("DE-BY", Sector.Public)!.Addressee.Address);

    [Fact]
    public void Every_authority_abroad_has_a_zone_of_its_own_and_a_known_regime() => Assert.All(AuthoritiesAbroad.All, authority =>
    {
        Assert.Null(SupervisoryAuthorities.Find(authority.Code, Sector.Private));
        Assert.All(authority.Regimes, id => Assert.Contains(id, Law.Deadlines.DeadlineRules.Regimes));
        Assert.NotEmpty(authority.Regimes);
    });
}
