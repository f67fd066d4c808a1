using BreachNotify.Law.Authorities;
using BreachNotify.Law.Calendars;
using BreachNotify.Law.Gdpr;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Deadlines;

/// <summary>Answers by when whom must be told of a breach.</summary>
public static class DeadlineRules
{
    /// <summary>Regimes this rule book can count.</summary>
    public static IReadOnlyList<string> Regimes { get; } = ["gdpr", "uk-gdpr", "eudpr", "ch-fadp"];

    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    private static readonly Citation LateFiling = Article33.ReasonsForDelay;

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question; its defaults are filled in by the answer.</param>
    /// <returns>The findings, not yet sealed.</returns>
    /// <exception cref="QuestionException">The question is malformed, or the law or data refuse it.</exception>
    /// <exception cref="NotInForceException">A regime was not in force on the day.</exception>
    public static DeadlineAnswer Answer(DeadlineQuestion question)
    {
        var book = Book(question);
        var sector = question.Sector ?? Sector.Private;
        var role = question.Role ?? Role.Controller;
        var risk = question.Risk ?? RiskLevel.Risk;
        var recipients = Recipients.Of(question, sector);
        var awareAt = Awareness.InstantOrLocal("awareAt", question.AwareAt, Zone(question, recipients));
        if (awareAt >= Latest)
        {
            throw QuestionException.RefusedAs("awareAt", question.AwareAt, "lies beyond the year 2199, for which no calendar is kept.");
        }
        var asOf = question.AsOf is { } text ? Awareness.Date("asOf", text) : awareAt.InZone(recipients[0].Authority.Zone).Date;
        var holidays = question.Holidays?.Select((date, i) => Awareness.Date($"holidays[{i}]", date)).Distinct().Order().ToList();
        var acts = (question.Acts ?? [])
            .Select((act, i) => act with { At = InstantPattern.ExtendedIso.Format(Awareness.Instant($"acts[{i}].at", act.At)) })
            .ToList();

        var applicable = recipients.Select(recipient => (recipient, regime: RegimeOf(book, recipient.Authority, question.AsOf is null ? awareAt : null, asOf))).ToList();
        var regimes = RegimesAsked(question.Regimes, [.. applicable.Select(a => a.regime.Id).Distinct()]);
        var obligations = new List<Obligation>();
        foreach (var (recipient, regime) in applicable.Where(a => regimes.Contains(a.regime.Id)))
        {
            var calendar = holidays is null ? recipient.Authority.Holidays : HolidayCalendar.OfDates(holidays);
            obligations.AddRange(role == Role.Processor
                ? [ToController(regime, asOf)]
                : [ToAuthority(book, regime, recipient, calendar, role, risk, awareAt, asOf, acts), ToPeople(regime, risk, asOf)]);
        }
        var distinct = obligations.DistinctBy(o => (o.Id, o.Recipient)).ToList();
        return new DeadlineAnswer
        {
            AwareAt = awareAt,
            Obligations = [.. distinct.Where(o => o.Due is not null), .. distinct.Where(o => o.Due is null)],
            Request = question with
            {
                AwareAt = InstantPattern.ExtendedIso.Format(awareAt),
                Zone = null,
                Sector = sector,
                Role = role,
                Risk = risk,
                Regimes = regimes,
                AsOf = LocalDatePattern.Iso.Format(asOf),
                Holidays = holidays?.Select(LocalDatePattern.Iso.Format).ToList(),
                Acts = acts,
                RuleBook = null,
            },
            RuleBook = book.Id,
        };
    }

    private static RuleBook Book(DeadlineQuestion question)
    {
        RuleBook.RefuseUnheld(question.RuleBook);
        return question.WhatIf switch
        {
            null => RuleBook.Current,
            var name when RuleBook.Overlays.TryGetValue(name, out var overlay) => overlay,
            var name => throw QuestionException.Malformed("whatIf", name, $"is not one of {string.Join(", ", RuleBook.Overlays.Keys)}."),
        };
    }

    private static DateTimeZone Zone(DeadlineQuestion question, IReadOnlyList<Recipient> recipients) => question.Zone is { } id
        ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? throw QuestionException.Malformed("zone", id, "is not an IANA time zone such as Europe/Berlin.")
        : recipients[0].Authority.Zone;

    private static List<string> RegimesAsked(IReadOnlyList<string>? asked, IReadOnlyList<string> applicable)
    {
        foreach (var id in asked ?? [])
        {
            if (!Regimes.Contains(id))
            {
                throw QuestionException.Malformed("regimes", id, $"is not one of {string.Join(", ", Regimes)}.");
            }
            if (!applicable.Contains(id))
            {
                throw QuestionException.RefusedAs("regimes", id, $"does not apply to this authority on this day; {string.Join(", ", applicable)} does.");
            }
        }
        return [.. (asked is { Count: > 0 } ? asked : applicable).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The law of an authority: by the instant of awareness, or by the day asked for (<paramref name="awareAt"/> null).</summary>
    private static NotificationRegime RegimeOf(RuleBook book, Authority authority, Instant? awareAt, LocalDate asOf) => authority.Code switch
    {
        "EU" => book.Eudpr,
        "CH" => book.SwissFadp,
        "GB" when (awareAt is { } instant ? instant >= UkGdpr.Article33.From : asOf >= new LocalDate(2021, 1, 1)) => book.UkGdpr,
        "GB" => book.GdprInUnitedKingdom,
        "NO" or "IS" or "LI" => book.GdprInEfta,
        _ => book.Gdpr,
    };

    private static Obligation ToAuthority(
        RuleBook book, NotificationRegime regime, Recipient recipient, HolidayCalendar calendar, Role role, RiskLevel risk, Instant awareAt, LocalDate asOf, IReadOnlyList<Act> acts)
    {
        var authority = recipient.Authority;
        var duty = regime.Duty.On(asOf);
        var required = risk >= duty.Value.From;
        var derivation = new List<Reason> { recipient.Why };
        if (book.Proposal is { } proposal && regime.Duty.Provision.EndsWith("proposed", StringComparison.Ordinal))
        {
            derivation.Add(proposal);
        }
        if (role == Role.JointController)
        {
            derivation.Add(new Reason("Joint controllers settle between them who notifies; each remains answerable.", new Citation("GDPR Art. 26(1); EDPB Guidelines 9/2022 v2.0", Article33.Eli)));
        }
        derivation.Add(new Reason(WhyRequired(duty.Value.From, risk), duty.Citation, regime.Verified));
        if (duty.Value.Hours is not { } hours)
        {
            derivation.Add(new Reason($"The law sets no number of hours: {regime.Standard}.", duty.Citation, regime.Verified));
            return new Obligation
            {
                Id = regime.ObligationId(regime.AuthorityParagraph),
                Regime = regime.Id,
                Recipient = authority.Code,
                Required = required,
                Zone = authority.Zone.Id,
                Standard = regime.Standard,
                Verified = derivation.TrueForAll(r => r.Verified),
                Derivation = derivation,
            };
        }
        var readings = Readings.Of(regime, hours, awareAt, authority.Zone, calendar);
        return new Obligation
        {
            Id = regime.ObligationId(regime.AuthorityParagraph),
            Regime = regime.Id,
            Recipient = authority.Code,
            Required = required,
            Zone = authority.Zone.Id,
            Due = readings[0].Due,
            ReliedOn = readings[0].Id,
            SafeUnderEveryView = Readings.SafeUnderEveryView(awareAt, hours, authority.Zone),
            Verified = derivation.TrueForAll(r => r.Verified) && readings[0].Verified,
            Readings = readings,
            Derivation = derivation,
            Filing = FilingOf(acts, authority.Code, readings),
        };
    }

    private static Obligation ToPeople(NotificationRegime regime, RiskLevel risk, LocalDate asOf)
    {
        var required = risk == RiskLevel.High;
        _ = regime.Duty.On(asOf);
        return new Obligation
        {
            Id = regime.ObligationId(regime.PeopleParagraph),
            Regime = regime.Id,
            Recipient = "people",
            Required = required,
            Standard = "without undue delay",
            Verified = regime.Verified,
            Derivation =
            [
                new Reason(required
                    ? "The breach is likely to result in a high risk: the people are told."
                    : "The people are told only of a breach likely to result in a high risk.", regime.Cite(regime.PeopleParagraph), regime.Verified),
                new Reason("There is no number of hours for telling the people; a target of one's own is advisable.", regime.Cite(regime.PeopleParagraph), regime.Verified),
            ],
        };
    }

    private static Obligation ToController(NotificationRegime regime, LocalDate asOf)
    {
        _ = regime.Duty.On(asOf);
        return new Obligation
        {
            Id = regime.ObligationId(regime.ProcessorParagraph),
            Regime = regime.Id,
            Recipient = "controller",
            Required = true,
            Standard = regime.Standard,
            Verified = regime.Verified,
            Derivation =
            [
                new Reason("The processor tells the controller of every breach, without judging the risk; there is no number of hours.", regime.Cite(regime.ProcessorParagraph), regime.Verified),
                new Reason("The controller is aware once the processor has told it; its own period starts then.", new Citation("EDPB Guidelines 9/2022 v2.0 para. 44"), Verified: false),
            ],
        };
    }

    private static Filing? FilingOf(IReadOnlyList<Act> acts, string recipient, IReadOnlyList<Reading> readings)
    {
        var filed = acts
            .Where(act => act.Kind == ActKind.Filed && (act.Recipient is null || act.Recipient == recipient))
            .Select(act => InstantPattern.ExtendedIso.Parse(act.At).Value)
            .Order().Cast<Instant?>().FirstOrDefault();
        if (filed is not { } at)
        {
            return null;
        }
        // The elapsed hours end with an instant that is still in time; the other readings end "until the expiry of the
        // last hour" and so exclude it.
        bool InTime(Reading reading) => reading.Id == Readings.Elapsed ? at <= reading.Due : at < reading.Due;
        var late = readings.Where(reading => !InTime(reading)).Select(reading => reading.Id).ToList();
        return new Filing(at, [.. readings.Where(InTime).Select(reading => reading.Id)], late, late.Count > 0,
        [
            new Reason(late.Count == 0
                ? "The filing is in time under every reading."
                : "After the earliest reading the filing must give the reasons for the delay.", LateFiling),
        ]);
    }

    private static string WhyRequired(RiskLevel from, RiskLevel risk) => (from, risk >= from) switch
    {
        (RiskLevel.High, true) => "The breach is likely to result in a high risk: the authority is notified.",
        (RiskLevel.High, false) => "The authority is notified only of a breach likely to result in a high risk.",
        (_, true) => "The breach is not unlikely to result in a risk: the authority is notified.",
        (_, false) => "The breach is unlikely to result in a risk: the authority need not be notified; the times hold if that is judged differently.",
    };
}
