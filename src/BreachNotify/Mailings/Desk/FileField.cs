using BreachNotify.Http;
using BreachNotify.Pages;

namespace BreachNotify.Mailings.Desk;

/// <summary>The field of a form that holds a file of people.</summary>
public static class FileField
{
    public const string Name = "file";

    /// <summary>Reads the file; what is wrong in it is said beside the field.</summary>
    /// <param name="about">Fields of a refusal that are about the file, too.</param>
    /// <exception cref="Refusal">As the reader refuses, or 400: the upload broke off.</exception>
    public static async Task<T> Read<T>(Func<Task<T>> read, params string[] about)
    {
        try
        {
            return await read();
        }
        catch (Refusal refusal) when (refusal.Errors.Any(IsInFile))
        {
            throw new Refusal(refusal.Status, refusal.Message, [.. refusal.Errors.Select(error => IsInFile(error) ? new FieldError(Name, error.Value, error.Field.StartsWith("line ", StringComparison.Ordinal) ? $"{error.Field}: {error.Remedy}" : error.Remedy) : error)]);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw UploadedFile.BrokeOff(Name);
        }

        bool IsInFile(FieldError error) => error.Field.StartsWith("line ", StringComparison.Ordinal) || about.Contains(error.Field);
    }
}
