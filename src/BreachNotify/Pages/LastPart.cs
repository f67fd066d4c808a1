using BreachNotify.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace BreachNotify.Pages;

/// <summary>The file of a form, which must be its last part: fields behind it would be read when it is too late for them.</summary>
public sealed class LastPart(Stream file, MultipartReader form) : Stream
{
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="Refusal">400: something stands behind the file.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await file.ReadAsync(buffer, cancellationToken);
        if (count == 0 && buffer.Length > 0 && !_ended)
        {
            _ended = true;
            if (await form.ReadNextSectionAsync(cancellationToken) is { } behind)
            {
                throw Refusal.Malformed(behind.GetContentDispositionHeader()?.Name.Value?.Trim('"') ?? "(body)", null, "It stands behind the file; send the file last.");
            }
        }
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
