using BenchmarkDotNet.Running;
using BreachNotify.Benchmarks;

var what = args.FirstOrDefault();
var rest = args.Skip(1).ToArray();
switch (what)
{
    case "p1":
        await Mailing.Compare(int.Parse(rest.FirstOrDefault() ?? "20000", System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case "p3":
        await Import.Compare(int.Parse(rest.FirstOrDefault() ?? "1000000", System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case "p5":
        await Stateless.Compare();
        return 0;
    case "batch":
        await Batch.Measure(int.Parse(rest.FirstOrDefault() ?? "200000", System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case "bare":
        await Stateless.ServeConstant(rest);
        return 0;
    case "law":
        BenchmarkRunner.Run<Law>(args: rest);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Name what to measure: p1 [recipients], p3 [rows], p5, batch [lines], or law. docs/performance.md explains them.");
        return 2;
}
