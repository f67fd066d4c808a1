using System.IO.Compression;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Storage;
using Dapper;

namespace BreachNotify.Portfolios;

/// <summary>
/// Files of a portfolio as parts of a megabyte, compressed and sealed under the portfolio's own key: of any size, read and
/// written in constant memory, and unreadable once the key is destroyed.
/// </summary>
public sealed class PortfolioFiles(Database database)
{
    private const int PartSize = 1 << 20;

    /// <summary>The run that the book and its rejected rows belong to, which are there before any run.</summary>
    public const long Given = 0;

    public const string Book = "book.csv";

    /// <summary>Takes a file as it is written; disposing it writes the end.</summary>
    public Stream Create(string portfolio, long run, string name, byte[] key) => new Writer(this, portfolio, run, name, key);

    public Stream Open(string portfolio, long run, string name, byte[] key) => new Reader(this, portfolio, run, name, key);

    public Task<bool> Has(string portfolio, long run, string name) => database.Read(connection => connection.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM portfolio_files WHERE portfolio = @Portfolio AND run = @Run AND name = @Name AND part = 0", new { Portfolio = portfolio, Run = run, Name = name }) == 1);

    /// <summary>
    /// Finished blocks of years, whichever run drew them. Under the program that drew them: another version may draw other years.
    /// </summary>
    /// <param name="portfolio">The portfolio.</param>
    /// <param name="key">Its key.</param>
    /// <param name="from">How long a block must have taken.</param>
    public KeptBlocks Blocks(string portfolio, byte[] key, TimeSpan from) => new(
        from,
        name =>
        {
            using var kept = Open(portfolio, Given, Block(name), key);
            using var bytes = new MemoryStream();
            kept.CopyTo(bytes);
            return bytes.ToArray();
        },
        (name, bytes) =>
        {
            using var kept = Create(portfolio, Given, Block(name), key);
            kept.Write(bytes);
        });

    /// <summary>Deletes what other runs than <paramref name="kept"/> left; the book and the blocks stay.</summary>
    public Task DeleteOther(string portfolio, long kept) => Delete("portfolio = @Portfolio AND run <> @Kept AND run <> 0", new { Portfolio = portfolio, Kept = kept });

    public Task DeleteAll(string portfolio) => Delete("portfolio = @Portfolio", new { Portfolio = portfolio });

    private Task<int> Delete(string which, object parameters) => database.Write(transaction => transaction.Connection!.Execute($"DELETE FROM portfolio_files WHERE {which}", parameters, transaction));

    // A part is what book, question and seed make of it: one that is there, from a run that was killed or taken for dead, is the same.
    private Task<int> Put(string portfolio, long run, string name, long part, byte[] content) => database.Write(transaction => transaction.Connection!.Execute(
        "INSERT INTO portfolio_files (portfolio, run, name, part, content) VALUES (@Portfolio, @Run, @Name, @Part, @Content) ON CONFLICT DO NOTHING",
        new { Portfolio = portfolio, Run = run, Name = name, Part = part, Content = content },
        transaction));

    private Task<byte[]?> Get(string portfolio, long run, string name, long part) => database.Read(connection => connection.QuerySingleOrDefault<byte[]>(
        "SELECT content FROM portfolio_files WHERE portfolio = @Portfolio AND run = @Run AND name = @Name AND part = @Part",
        new { Portfolio = portfolio, Run = run, Name = name, Part = part }));

    private Task<long> Parts(string portfolio, long run, string name) => database.Read(connection => connection.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM portfolio_files WHERE portfolio = @Portfolio AND run = @Run AND name = @Name", new { Portfolio = portfolio, Run = run, Name = name }));

    private static string Block(string name) => $"block {typeof(Simulation).Module.ModuleVersionId:N} {name}";

    private static byte[] Packed(ReadOnlySpan<byte> plain)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            brotli.Write(plain);
        }
        return packed.ToArray();
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream(PartSize);
        brotli.CopyTo(plain);
        return plain.ToArray();
    }

    private sealed class Writer(PortfolioFiles files, string portfolio, long run, string name, byte[] key) : PartStream
    {
        private readonly byte[] _part = new byte[PartSize];
        private int _length;
        private long _number;
        private bool _closed;

        public override bool CanRead => false;

        public override bool CanWrite => true;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (buffer.Length > 0)
            {
                var taken = Math.Min(buffer.Length, PartSize - _length);
                buffer[..taken].CopyTo(_part.AsMemory(_length));
                buffer = buffer[taken..];
                _length += taken;
                if (_length == PartSize)
                {
                    await Put();
                }
            }
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override async ValueTask DisposeAsync()
        {
            if (!_closed)
            {
                _closed = true;
                // An empty file has one part, too.
                if (_length > 0 || _number == 0)
                {
                    await Put();
                }
            }
            await base.DisposeAsync();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
            base.Dispose(disposing);
        }

        private async Task Put()
        {
            await files.Put(portfolio, run, name, _number, Sealing.Seal(key, Packed(_part.AsSpan(0, _length)), Place(portfolio, run, name, _number)));
            (_number, _length) = (_number + 1, 0);
        }
    }

    /// <summary>Goes to any place: whatever part it lies in is opened, and kept until another one is.</summary>
    private sealed class Reader(PortfolioFiles files, string portfolio, long run, string name, byte[] key) : PartStream
    {
        private byte[] _part = [];
        private long _number = -1;
        private long? _length;

        public override bool CanRead => true;

        public override bool CanWrite => false;

        public override bool CanSeek => true;

        public override long Length => _length ??= Measure().GetAwaiter().GetResult();

        public override long Position { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var (number, at) = (Position / PartSize, (int)(Position % PartSize));
            if (number != _number)
            {
                _part = await Part(number);
                _number = number;
            }
            var taken = Math.Max(0, Math.Min(buffer.Length, _part.Length - at));
            _part.AsMemory(Math.Min(at, _part.Length), taken).CopyTo(buffer);
            Position += taken;
            return taken;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => Position,
            SeekOrigin.End => Length,
            _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "No such origin."),
        };

        private async Task<long> Measure() => await files.Parts(portfolio, run, name) is var parts and > 0 ? ((parts - 1) * PartSize) + (await Part(parts - 1)).Length : 0;

        /// <summary>Empty beyond the last one.</summary>
        private async Task<byte[]> Part(long number) => await files.Get(portfolio, run, name, number) is { } content ? Unpacked(Sealing.Open(key, content, Place(portfolio, run, name, number))) : [];
    }

    private static string Place(string portfolio, long run, string name, long part) => $"portfolio {portfolio} run {run} {name} {part}";
}
