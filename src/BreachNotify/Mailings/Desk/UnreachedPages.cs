using BreachNotify.Access;
using BreachNotify.Breaches.Desk;
using BreachNotify.Http;
using BreachNotify.Mailings.Planning;
using BreachNotify.Pages;
using static BreachNotify.Mailings.UnreachedEndpoints;

namespace BreachNotify.Mailings.Desk;

/// <summary>Whom e-mail did not reach, what letters to them would cost, and the decision about it.</summary>
public static class UnreachedPages
{
    public static void MapUnreachedPage(this IEndpointRouteBuilder mailing)
    {
        mailing.MapGet("/unreached", Ask).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/unreached", Consider).RequireAuthorization(Policies.Officer);
    }

    private static Task<IResult> Ask(string id, string? recorded, HttpContext context, NextChannels channels) =>
        Page(id, context, channels, new Form(("letter", context.Request.Query["letter"])), recorded);

    private static async Task<IResult> Consider(string id, HttpContext context, NextChannels channels, Actor actor)
    {
        var form = await Form.Read(context);
        if (!Words<NextChannel>.TryParse(form["decision"], out var decision))
        {
            form.Complain("decision", "error.required");
        }
        if (form["reasons"].Length == 0)
        {
            form.Complain("reasons", "error.required");
        }
        var done = await form.Try(() => channels.Consider(id, RatesIn(Lines(form)), new Consideration(decision, form["reasons"]), actor));
        return done is null
            ? await Page(id, context, channels, form, null)
            : Show.SeeOther($"{MailingPages.Path}/{id}/unreached?recorded={AudiencePage.Number(done.Sequence)}");
    }

    private static async Task<IResult> Page(string id, HttpContext context, NextChannels channels, Form form, string? recorded)
    {
        var rates = await form.Try(() => Task.FromResult(RatesIn(Lines(form)))) ?? RatesIn();
        var summary = await channels.Summary(id, rates);
        return Show.Page<UnreachedPage>(context, new { Id = id, Summary = summary, Form = form, Recorded = recorded?.All(char.IsAsciiDigit) == true ? recorded : null }, form.Status);
    }

    private static string[] Lines(Form form) => FactsForm.Lines(form["letter"]);
}
