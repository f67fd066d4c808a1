using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;

namespace BreachNotify.Pages;

/// <summary>A file that pages load. Its address holds a hash of its content, so that browsers keep it for good.</summary>
public sealed class Asset
{
    public static readonly Asset Stylesheet = new("desk.css", "text/css; charset=utf-8");
    public static readonly Asset Script = new("desk.js", "text/javascript; charset=utf-8");
    public static readonly Asset Icon = new("icon.svg", "image/svg+xml");

    private static readonly FrozenDictionary<string, Asset> All = new[] { Stylesheet, Script, Icon }.ToFrozenDictionary(asset => asset.Path, StringComparer.Ordinal);

    private readonly byte[] _content;
    private readonly byte[] _compressed;
    private readonly string _mediaType;

    private Asset(string file, string mediaType)
    {
        using var resource = typeof(Asset).Assembly.GetManifestResourceStream($"BreachNotify.Pages.{file}")!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        _content = content.ToArray();
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.SmallestSize))
        {
            brotli.Write(_content);
        }
        _compressed = compressed.ToArray();
        _mediaType = mediaType;
        Path = $"/assets/{Convert.ToHexStringLower(SHA256.HashData(_content))[..12]}-{file}";
    }

    public string Path { get; }

    public static async Task Serve(HttpContext context)
    {
        if (!All.TryGetValue(context.Request.Path, out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept-Encoding";
        context.Response.ContentType = asset._mediaType;
        var compress = context.Request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "br" && encoding.Quality is not 0);
        if (compress)
        {
            headers.ContentEncoding = "br";
        }
        var body = compress ? asset._compressed : asset._content;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
