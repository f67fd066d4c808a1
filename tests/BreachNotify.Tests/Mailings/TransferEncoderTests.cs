using System.Buffers;
using System.Text;
using BreachNotify.Mailings;
using BreachNotify.Notices;
using CsCheck;
using MimeKit;

namespace BreachNotify.Tests.Mailings;

/// <summary>Whatever the pieces and values of a letter are, a mail program reads the text that was meant.</summary>
public class TransferEncoderTests
{
    private static readonly Func<string[], Gen<string>> OneOf = choices => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char["abc =.\n\t-"], 0, 200],
        Gen.String[Gen.Char[" é漢=\n<"], 0, 90],
        OneOf(["", " ", "=", "=\n", "\n", "\r\n", ".", "From ", "Ann Example", "Dear ", " ,\r\n", new string('x', 75), new string('x', 76), new string('漢', 40), "😀😀"]));

    [Fact]
    public void A_part_reads_as_its_pieces_and_values()
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new TransferEncoder(output);
        Gen.Select(Text.Array[1, 4], Text.Array[3]).Sample(
            (pieces, values) =>
            {
                output.ResetWrittenCount();
                var part = new FilledPart(new Stencil(pieces, [.. pieces.Skip(1).Select(_ => "name")]), values[..(pieces.Length - 1)]);
                encoder.Ascii("MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"=_b\"\r\n\r\n");
                // Twice: the second time the pieces are known.
                encoder.Write("=_b", "plain", "en", part);
                encoder.Write("=_b", "html", "en", part);
                encoder.Ascii("--=_b--\r\n");

                var raw = Encoding.ASCII.GetString(output.WrittenSpan);
                Assert.All(raw.Split("\r\n"), line => Assert.True(line.Length <= 76 && !line.Contains('\n') && !line.Contains('\r') && !line.EndsWith(' ') && line.All(char.IsAscii), $"{line.Length}: {line}"));
                var message = MimeMessage.Load(new MemoryStream(output.WrittenSpan.ToArray()));
                var wanted = part.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
                Assert.Equal(wanted, message.TextBody!.Replace("\r\n", "\n", StringComparison.Ordinal));
                Assert.Equal(wanted, message.HtmlBody!.Replace("\r\n", "\n", StringComparison.Ordinal));
            },
            threads: 1);
    }

    [Fact]
    public void Whichever_is_shorter_is_used()
    {
        Assert.Contains("quoted-printable", Encoded("Grüße aus München, wir schreiben Ihnen wegen eines Vorfalls"), StringComparison.Ordinal);
        Assert.Contains("base64", Encoded("個人データ侵害のお知らせ"), StringComparison.Ordinal);
        Assert.Contains("\r\nDear=20=\r\nAnn=\r\n, hello\r\n", Encoded("Dear ", ", hello"), StringComparison.Ordinal);
    }

    private static string Encoded(params string[] pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        new TransferEncoder(output).Write("b", "plain", "en", new FilledPart(new Stencil(pieces, [.. pieces.Skip(1).Select(_ => "name")]), [.. pieces.Skip(1).Select(_ => "Ann")]));
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
