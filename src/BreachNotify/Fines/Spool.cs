using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;

namespace BreachNotify.Fines;

/// <summary>
/// A request body on its way through a temporary file. Many HTTP/1.1 clients send their whole body before they read a byte
/// of the answer; if reading waited for such a client to take the answers, both would wait for ever. So the body is taken
/// as fast as it comes, and read from here as fast as the answers leave. Memory stays constant; the file is gone with the
/// request.
/// </summary>
public sealed class Spool : Stream
{
    private readonly SafeFileHandle _file = File.OpenHandle(
        Path.Combine(Path.GetTempPath(), $"breachnotify-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);

    private readonly SemaphoreSlim _more = new(0);
    private long _written;
    private long _read;
    private Exception? _failure;
    private volatile bool _complete;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Takes in the whole source; what fails here is thrown to the reader behind the last byte that came.</summary>
    public async Task Fill(PipeReader source, CancellationToken cancellation)
    {
        try
        {
            ReadResult result;
            do
            {
                result = await source.ReadAsync(cancellation);
                foreach (var segment in result.Buffer)
                {
                    await RandomAccess.WriteAsync(_file, segment, _written, cancellation);
                    Volatile.Write(ref _written, _written + segment.Length);
                }
                source.AdvanceTo(result.Buffer.End);
                _more.Release();
            }
            while (!result.IsCompleted);
        }
        catch (Exception e)
        {
            _failure = e;
        }
        _complete = true;
        _more.Release();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var complete = _complete;
            if (_read < Volatile.Read(ref _written))
            {
                var count = await RandomAccess.ReadAsync(_file, buffer, _read, cancellationToken);
                _read += count;
                return count;
            }
            if (complete)
            {
                return _failure is null ? 0 : throw _failure;
            }
            await _more.WaitAsync(cancellationToken);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        _more.Dispose();
        base.Dispose(disposing);
    }
}
