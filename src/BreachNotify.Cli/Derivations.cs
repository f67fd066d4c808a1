using BreachNotify.Law;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary>Prints findings for a person at a prompt.</summary>
public static class Derivations
{
    /// <summary>The steps as an indented list, each with its citation.</summary>
    public static void Write(IAnsiConsole console, string title, IEnumerable<Reason> steps)
    {
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        foreach (var step in steps)
        {
            console.Write(new Padder(new Markup($"{Markup.Escape(step.Text)} [dim]({Markup.Escape(step.Citation.Text)})[/]{(step.Verified ? "" : " [yellow]not verified[/]")}"), new Padding(2, 0, 0, 0)));
        }
        console.WriteLine();
    }

    public static void WriteFooter(IAnsiConsole console, string proof, string ruleBook) =>
        console.MarkupLineInterpolated($"[dim]Rule book {ruleBook}, proof {proof}[/]");
}
