using System.Runtime.CompilerServices;
using BreachNotify.Breaches;
using BreachNotify.Filings;
using BreachNotify.Mailings;
using NodaTime;

namespace BreachNotify.Documentation;

/// <summary>Reads the register entry by entry, so that one of any size takes the memory of one page.</summary>
public sealed class RegisterEntries(EveryBreach every, Dossiers dossiers, MailingsOf mailingsOf)
{
    public async Task<RegisterEntry> Of(Dossier dossier) => RegisterEntry.Of(dossier, await mailingsOf(dossier.Breach.Id));

    /// <summary>Those of whom the controller became aware in a period, oldest registration first.</summary>
    /// <remarks>A sample is no breach and is left out.</remarks>
    /// <param name="from">In it; null for the beginning.</param>
    /// <param name="until">No longer in it; null for the end.</param>
    public async IAsyncEnumerable<RegisterEntry> Within(Instant? from, Instant? until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var breach in every().WithCancellation(cancellation))
        {
            if (!breach.Sample && !(breach.AwareAt.Instant < from) && !(breach.AwareAt.Instant >= until))
            {
                yield return await Of(await dossiers.Of(breach));
            }
        }
    }
}
