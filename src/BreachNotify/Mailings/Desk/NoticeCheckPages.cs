using BreachNotify.Pages;

namespace BreachNotify.Mailings.Desk;

/// <summary>Open to everybody: whether a notice somebody got was really sent from here.</summary>
public static class NoticeCheckPages
{
    public const string Path = "/notice";

    public static void MapNoticeCheck(this IEndpointRouteBuilder pages) => pages.MapGet(Path, Check).AllowAnonymous();

    private static async Task<IResult> Check(string? reference, HttpContext context, NoticeCheck check)
    {
        var form = new Form(("reference", reference));
        if (reference is null)
        {
            return Show.Page<NoticeCheckPage>(context, new { Form = form });
        }
        if (!check.Admits(context.Connection.RemoteIpAddress))
        {
            context.Response.Headers.RetryAfter = "60";
            form.Complain("", "check.tooOften");
            return Show.Page<NoticeCheckPage>(context, new { Form = form }, StatusCodes.Status429TooManyRequests);
        }
        if (!NoticeCheck.IsReference(form["reference"]))
        {
            form.Complain("reference", "check.noReference");
            return Show.Page<NoticeCheckPage>(context, new { Form = form }, form.Status);
        }
        return Show.Page<NoticeCheckPage>(context, new { Form = form, Asked = true, Notice = await check.Find(form["reference"]) });
    }
}
