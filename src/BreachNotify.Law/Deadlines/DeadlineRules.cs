using System.Collections.Frozen;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Calendars;
using BreachNotify.Law.Regimes;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Deadlines;

/// <summary>Answers by when whom must be told of a breach.</summary>
public static class DeadlineRules
{
    private static readonly string[] Family = ["gdpr", "uk-gdpr", "eudpr", "ch-fadp"];

    private static readonly FrozenSet<string> ObligationIds = RuleBook.Current.Regimes.SelectMany(regime => regime.Provisions).Select(provision => provision.ObligationId).ToFrozenSet(StringComparer.Ordinal);
    private static readonly RegimeFacts NoFacts = new();
    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);
    private static readonly LocalDate UkGdprFrom = new(2021, 1, 1);
    private static readonly Reason Asked = new("The regime was asked for; it has one authority.", new Citation("request, member regimes"));

    /// <summary>Ids of the regimes this rule book can count.</summary>
    public static IReadOnlyList<string> Regimes { get; } = [.. Family, .. OtherRegimes.All.Select(regime => regime.Id)];

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question; its defaults are filled in by the answer.</param>
    /// <returns>The findings, not yet sealed.</returns>
    /// <exception cref="QuestionException">The question is malformed, or the law or data refuse it.</exception>
    /// <exception cref="NotInForceException">A regime was not in force on the day.</exception>
    public static DeadlineAnswer Answer(DeadlineQuestion question)
    {
        try
        {
            return Found(question);
        }
        catch (NotInForceException e)
        {
            throw e.In(question.AsOf is null ? "awareAt" : "asOf");
        }
    }

    private static DeadlineAnswer Found(DeadlineQuestion question)
    {
        var book = Book(question);
        var sector = question.Sector ?? Sector.Private;
        var role = question.Role ?? Role.Controller;
        var risk = question.Risk ?? RiskLevel.Risk;
        var asked = question.Regimes is { Count: > 0 } named ? named : null;
        RefuseUnknown(book, asked);
        var recipients = Recipients.Of(question, sector);
        AddHomes(book, asked, recipients);
        if (recipients.Count == 0)
        {
            throw Recipients.Missing(question);
        }
        var awareAt = Awareness.InstantOrLocal("awareAt", question.AwareAt, Zone(question, recipients));
        if (awareAt >= Latest)
        {
            throw QuestionException.RefusedAs("awareAt", question.AwareAt, "lies beyond the year 2199, for which no calendar is kept.");
        }
        var occurredAt = Occurred(question, awareAt);
        var acts = ActsOf(question, awareAt);
        var none = question.NoBreach?.Checked();
        var asOf = question.AsOf is { } text ? Awareness.Date("asOf", text) : awareAt.InZone(recipients[0].Authority.Zone).Date;
        var holidays = question.Holidays?.Select((date, i) => Awareness.Date($"holidays[{i}]", date)).Distinct().Order().ToList();
        var given = holidays is null ? null : HolidayCalendar.OfDates(holidays);

        var obligations = new List<Obligation>();
        var applied = new List<string>(2);
        foreach (var recipient in recipients)
        {
            var incident = new Incident
            {
                Book = book,
                Recipient = recipient,
                Holidays = given ?? recipient.Authority.Holidays,
                Role = role,
                Risk = risk,
                AwareAt = awareAt,
                AsOf = asOf,
                Acts = acts,
                Facts = question.RegimeFacts ?? NoFacts,
                Affected = question.Facts?.Affected ?? [],
            };
            var open = asked?.Count;
            foreach (var regime in RegimesOf(book, recipient.Authority, question.AsOf is null ? awareAt : null, asOf))
            {
                if (asked is null ? IsDefault(regime, recipient.Authority) : asked.Contains(regime.Id))
                {
                    if (!applied.Contains(regime.Id))
                    {
                        applied.Add(regime.Id);
                    }
                    var duties = regime.Obligations(incident);
                    obligations.AddRange(none is null || regime.OfIncidents ? duties : duties.Select(none.Release));
                    if (--open == 0)
                    {
                        break;
                    }
                }
            }
        }
        for (var i = 0; i < asked?.Count; i++)
        {
            if (!applied.Contains(asked[i]))
            {
                throw Inapplicable(asked[i], book, recipients, question.AsOf is null ? awareAt : null, asOf);
            }
        }
        applied.Sort(StringComparer.Ordinal);
        return new DeadlineAnswer
        {
            AwareAt = awareAt,
            Obligations = InOrder(obligations),
            ToExamine = asked is null && question.Facts is not null ? ToExamine(book, question.Facts, applied) : null,
            Request = question with
            {
                AwareAt = Digits.Print(awareAt),
                OccurredAt = occurredAt is { } occurred ? InstantPattern.ExtendedIso.Format(occurred) : null,
                Zone = null,
                Sector = sector,
                Role = role,
                Risk = risk,
                Regimes = applied,
                AsOf = Digits.Print(asOf),
                Holidays = holidays?.Select(LocalDatePattern.Iso.Format).ToList(),
                Acts = question.Acts is { Count: > 0 } done ? [.. done.Select((act, i) => act with { At = InstantPattern.ExtendedIso.Format(Awareness.Instant($"acts[{i}].at", act.At)) })] : [],
                NoBreach = none,
                RuleBook = null,
            },
            RuleBook = book.Id,
        };
    }

    /// <summary>The law of the GDPR's family that holds at an authority; null where it is of none or not known.</summary>
    /// <param name="authority">Its code.</param>
    /// <param name="awareAt">Awareness.</param>
    public static string? FamilyAt(string authority, Instant awareAt) =>
        SupervisoryAuthorities.Find(authority, Sector.Private) is { } known ? OfFamily(RuleBook.Current, known, awareAt, awareAt.InUtc().Date).Id : null;

    /// <summary>What a proposal says, and where.</summary>
    /// <param name="whatIf">Its name, one of <see cref="RuleBook.Overlays"/>.</param>
    /// <exception cref="QuestionException">There is none of that name.</exception>
    public static Reason ProposalOf(string whatIf) => Overlay(whatIf).Proposal!;

    private static RuleBook Book(DeadlineQuestion question)
    {
        RuleBook.RefuseUnheld(question.RuleBook);
        return question.WhatIf is { } name ? Overlay(name) : RuleBook.Current;
    }

    private static RuleBook Overlay(string name) => RuleBook.Overlays.TryGetValue(name, out var overlay)
        ? overlay
        : throw QuestionException.Malformed("whatIf", name, $"is not one of {string.Join(", ", RuleBook.Overlays.Keys)}.");

    private static DateTimeZone Zone(DeadlineQuestion question, List<Recipient> recipients) => question.Zone is { } id
        ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? throw QuestionException.Malformed("zone", id, "is not an IANA time zone such as Europe/Berlin.")
        : recipients[0].Authority.Zone;

    private static void RefuseUnknown(RuleBook book, IReadOnlyList<string>? asked)
    {
        for (var i = 0; i < asked?.Count; i++)
        {
            if (!Family.Contains(asked[i]) && Other(book, asked[i]) is null)
            {
                throw QuestionException.Malformed("regimes", asked[i], $"is not one of {string.Join(", ", Regimes)}.");
            }
        }
    }

    private static QuestionException Inapplicable(string regime, RuleBook book, List<Recipient> recipients, Instant? awareAt, LocalDate asOf)
    {
        var applicable = recipients.SelectMany(r => RegimesOf(book, r.Authority, awareAt, asOf)).Select(known => known.Id).Distinct().Order(StringComparer.Ordinal);
        return QuestionException.RefusedAs("regimes", regime, $"does not apply to this authority on this day; {string.Join(", ", applicable)} does.");
    }

    private static Regime? Other(RuleBook book, string id)
    {
        for (var i = 0; i < book.Others.Count; i++)
        {
            if (book.Others[i].Id == id)
            {
                return book.Others[i];
            }
        }
        return null;
    }

    /// <summary>A regime with one authority brings it along.</summary>
    private static void AddHomes(RuleBook book, IReadOnlyList<string>? asked, List<Recipient> recipients)
    {
        for (var i = 0; i < asked?.Count; i++)
        {
            if (!Family.Contains(asked[i]) && Other(book, asked[i])!.Home is { } home and not Regime.Eea && !recipients.Exists(recipient => recipient.Authority.Code == home))
            {
                recipients.Add(new Recipient(SupervisoryAuthorities.Find(home, Sector.Private) ?? AuthoritiesAbroad.Find(home)!, Asked));
            }
        }
    }

    private static IEnumerable<Regime> RegimesOf(RuleBook book, Authority authority, Instant? awareAt, LocalDate asOf)
    {
        if (authority.Regimes.Count == 0)
        {
            yield return OfFamily(book, authority, awareAt, asOf);
        }
        foreach (var regime in book.Others)
        {
            if (regime.Home == Regime.Eea ? authority.IsEea : regime.Home == authority.Code)
            {
                yield return regime;
            }
        }
    }

    private static bool IsDefault(Regime regime, Authority authority) =>
        authority.Regimes.Count == 0 ? Family.Contains(regime.Id) : authority.Regimes.Contains(regime.Id);

    /// <summary>The law of the GDPR's family at an authority: by the instant of awareness, or by the day asked for (<paramref name="awareAt"/> null).</summary>
    private static NotificationRegime OfFamily(RuleBook book, Authority authority, Instant? awareAt, LocalDate asOf) => authority.Code switch
    {
        "EU" => book.Eudpr,
        "CH" => book.SwissFadp,
        "GB" when (awareAt is { } instant ? instant >= UkGdpr.Article33.From : asOf >= UkGdprFrom) => book.UkGdpr,
        "GB" => book.GdprInUnitedKingdom,
        "NO" or "IS" or "LI" => book.GdprInEfta,
        _ => book.Gdpr,
    };

    private static Instant? Occurred(DeadlineQuestion question, Instant awareAt)
    {
        if (question.OccurredAt is not { } text)
        {
            return null;
        }
        var occurred = Awareness.Instant("occurredAt", text);
        return occurred <= awareAt
            ? occurred
            : throw QuestionException.RefusedAs("occurredAt", text, $"lies after awareAt ({InstantPattern.ExtendedIso.Format(awareAt)}); nobody is aware of a breach before it occurs.");
    }

    /// <summary>Refuses an act that cannot have been: before awareness, beyond the calendars, or for an obligation that does not exist.</summary>
    /// <param name="path">What stands before the names of its fields, such as <c>acts[0].</c>, or nothing.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="at">When.</param>
    /// <param name="obligation">The obligation it concerns, if one was named.</param>
    /// <param name="awareAt">Awareness.</param>
    /// <exception cref="QuestionException">It contradicts; the message names both moments.</exception>
    public static void RefuseContradiction(string path, ActKind kind, Instant at, string? obligation, Instant awareAt)
    {
        if (at >= Latest)
        {
            throw QuestionException.RefusedAs($"{path}at", InstantPattern.ExtendedIso.Format(at), "lies beyond the year 2199, for which no calendar is kept.");
        }
        if (at < awareAt && kind != ActKind.Suspected)
        {
            throw QuestionException.RefusedAs($"{path}at", InstantPattern.ExtendedIso.Format(at),
                $"lies before awareAt ({InstantPattern.ExtendedIso.Format(awareAt)}); an act '{Words.Of(kind)}' follows awareness. Correct {path}at or awareAt.");
        }
        if (obligation is not null && !ObligationIds.Contains(obligation))
        {
            throw QuestionException.Malformed($"{path}obligation", obligation, "is not the id of an obligation, such as gdpr-33-1 or dora-19-initial.");
        }
    }

    private static DatedAct[] ActsOf(DeadlineQuestion question, Instant awareAt)
    {
        if (question.Acts is not { Count: > 0 } given)
        {
            return [];
        }
        var acts = new DatedAct[given.Count];
        for (var i = 0; i < given.Count; i++)
        {
            var act = given[i];
            var at = Awareness.Instant($"acts[{i}].at", act.At);
            RefuseContradiction($"acts[{i}].", act.Kind, at, act.Obligation, awareAt);
            acts[i] = new DatedAct(act.Kind, at, act.Recipient, act.Obligation);
        }
        Array.Sort(acts, static (a, b) => a.At.CompareTo(b.At));
        return acts;
    }

    /// <summary>Those with an end in its order, authority before people; those that wait for an act; those without a number.</summary>
    private static List<Obligation> InOrder(List<Obligation> obligations)
    {
        static (int Kind, Instant Due) Rank(Obligation o) => (o.Due is not null ? 0 : o.Conditional is true ? 1 : 2, o.Due ?? Instant.MaxValue);

        // Few, and nearly in order as they come: inserted one by one, equals behind equals.
        var ordered = new List<Obligation>(obligations.Count);
        foreach (var obligation in obligations)
        {
            var (at, known) = (ordered.Count, false);
            for (var i = ordered.Count - 1; i >= 0; i--)
            {
                known |= ordered[i].Id == obligation.Id && ordered[i].Recipient == obligation.Recipient;
                at = Rank(ordered[i]).CompareTo(Rank(obligation)) > 0 ? i : at;
            }
            if (!known)
            {
                ordered.Insert(at, obligation);
            }
        }
        return ordered;
    }

    private static List<RegimeToExamine>? ToExamine(RuleBook book, EstablishmentFacts facts, List<string> applied)
    {
        List<RegimeToExamine>? found = null;
        foreach (var (authority, why) in Recipients.Abroad(facts))
        {
            foreach (var id in authority.Regimes)
            {
                if (!applied.Contains(id) && found?.Exists(known => known.Regime == id) != true)
                {
                    (found ??= []).Add(new RegimeToExamine(id, why, book.Others.First(regime => regime.Id == id).Questions));
                }
            }
        }
        return found;
    }
}
