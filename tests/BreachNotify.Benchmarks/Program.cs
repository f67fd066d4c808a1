using System.Globalization;
using BenchmarkDotNet.Running;
using BreachNotify.Benchmarks;

var what = args.FirstOrDefault();
var rest = args.Skip(1).ToArray();
int Count(int otherwise) => int.Parse(rest.FirstOrDefault() ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
switch (what)
{
    case "p1":
        await Mailing.Compare(Count(20_000));
        return 0;
    case "p2":
        await Mailing.CompareNodemailer(Count(20_000));
        return 0;
    case "p3":
        await Import.Compare(Count(1_000_000));
        return 0;
    case "p4":
        await Mailing.Scale(Count(1_000_000));
        return 0;
    case "p5":
        await Stateless.Compare();
        return 0;
    case "p6":
        await Portfolios.CompareNumpy(Count(10_000));
        return 0;
    case "p7":
        await Portfolios.CompareR(Count(10_000));
        return 0;
    case "p8":
        await Aggregate.Compare();
        return 0;
    case "book":
        await Portfolios.Whole(Count(10_000));
        return 0;
    case "p9":
        await Mailing.CompareStatus(Count(10_000_000));
        return 0;
    case "p10":
        await ColdStart.Compare();
        return 0;
    case "register":
        await Register.Compare(Count(1_000_000));
        return 0;
    case "batch":
        await Batch.Measure(Count(200_000));
        return 0;
    case "bare":
        await Stateless.ServeConstant(rest);
        return 0;
    case "empty":
        await ColdStart.ServeNothing(rest);
        return 0;
    case "law":
        BenchmarkRunner.Run<Law>(args: rest);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Name what to measure: p1, p2, p4 or p9 [recipients], p3 [rows], p5, p6, p7 or book [policies], p8, p10, register [breaches], batch [lines], or law. docs/performance.md explains them.");
        return 2;
}
