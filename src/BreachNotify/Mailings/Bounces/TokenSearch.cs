namespace BreachNotify.Mailings.Bounces;

/// <summary>
/// Leads tokens back to their rows by trying the keys of the audiences, the newest first. It holds what keys it opened:
/// one serves a batch and is gone.
/// </summary>
public sealed class TokenSearch(IReadOnlyList<long> audiences, FindAudience find) : IDisposable
{
    private readonly List<(Audience Audience, AudienceKey Key)?> _opened = new(audiences.Count);

    /// <summary>The first of the tokens that is one.</summary>
    public async Task<(Audience Audience, AudienceKey Key, long Row)?> Find(IReadOnlyList<string> tokens)
    {
        foreach (var token in tokens)
        {
            for (var i = 0; i < audiences.Count; i++)
            {
                if (await Open(i) is var (audience, key) && key.RowOf(token) is { } row && row > audience.First && row < audience.End)
                {
                    return (audience, key, row);
                }
            }
        }
        return null;
    }

    public void Dispose()
    {
        foreach (var opened in _opened)
        {
            opened?.Key.Dispose();
        }
    }

    private async Task<(Audience Audience, AudienceKey Key)?> Open(int number)
    {
        if (number == _opened.Count)
        {
            _opened.Add(await find(audiences[number]) is { } audience ? (audience, new AudienceKey(audience.DataKey)) : null);
        }
        return _opened[number];
    }
}
