using BreachNotify.Law;

namespace BreachNotify.Cli;

/// <summary>What the command line tells the shell.</summary>
public static class Exit
{
    public const int Answered = 0;
    public const int Refused = 1;
    public const int WrongUsage = 2;

    /// <summary>As shells have it for Ctrl+C.</summary>
    public const int Stopped = 130;

    /// <summary>Answers, or says on standard error why not.</summary>
    public static int Answering(Action answer)
    {
        try
        {
            answer();
            return Answered;
        }
        catch (QuestionException e)
        {
            Console.Error.WriteLine(e.Message);
            return e.Refused ? Refused : WrongUsage;
        }
        catch (NotInForceException e)
        {
            Console.Error.WriteLine(e.Message);
            return Refused;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped; what was written of the results is not complete.");
            return Stopped;
        }
    }

    /// <summary>The API's answer, byte for byte, and a line end.</summary>
    public static void WriteJson<T>(T answer)
        where T : IAnswer
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Proof.Seal(answer));
        output.WriteByte((byte)'\n');
    }
}
