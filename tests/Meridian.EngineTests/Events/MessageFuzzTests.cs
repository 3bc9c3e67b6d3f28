using System.Diagnostics;
using System.Text;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;
using Meridian.Normalise.Messages;

namespace Meridian.EngineTests.Events;

/// <summary>F10: bytes that are nearly a request are refused as a whole with a reason, or each message of them is read or rejected; nothing else ever happens.</summary>
public sealed class MessageFuzzTests
{
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes(
        """
        {"sentAt":"2026-03-02T11:59:00Z","writeKey":"k","context":{"locale":"de-DE","traits":{"email":"a@example.com"}},"batch":[{"type":"identify","userId":"u1","anonymousId":"v1","messageId":"1","timestamp":1772359200,"traits":{"name":"Ana \u00e9 Lima","phone":"+55 11 98765-4321","address":{"city":"São","country":"BR"},"createdAt":1772359200000,"age":31,"tags":["a",1]}},
        {"type":"track","userId":7,"event":"Order Completed","properties":{"total":"1e3","a":[1,{"b":null}]},"context":{"device":{"id":"d"},"os":{"name":"iOS"},"timezone":"Europe/Paris"}},{"type":"alias","userId":"a","previousId":"b"},{"type":"group","userId":"a","groupId":"g","traits":{"name":"G"}},17,null]}
        """);

    private static readonly byte[][] Pieces = [.. new[]
    {
        "\\ud800", "\\udc00", "\\u0000", "\\", "\"", "{", "}", "[", "]", ",", ":", "null", "1e400", "-", "999999999999999", "300000000000000", "0001-01-01T00:00:00Z", "\"batch\":[", "\"batc\\u0068\":[],", "\"\\ud800\":1,",
        "\"sentAt\":{},", "\"context\":", "\"userId\":", "\uFEFF", "\uFFFF", "{\"a\":{\"a\":{\"a\":{\"a\":", "9999-12-31T23:59:59Z", "//x\n",
    }.Select(Encoding.UTF8.GetBytes), [0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0], [0xf4, 0x90, 0x80, 0x80]];

    [Fact]
    public void F10_bytes_that_are_nearly_a_request_are_refused_or_read_message_by_message()
    {
        var seed = Random.Shared.Next();
        var draw = new Random(seed);
        var watch = Stopwatch.StartNew();
        var (read, refused) = (0, 0);
        while (watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            var bytes = Mutate(draw);
            try
            {
                if (Read(bytes, single: draw.Next(4) == 0))
                    read++;
                else
                    refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}\n{Encoding.UTF8.GetString(bytes)}\n{Convert.ToBase64String(bytes)}");
            }
        }

        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused");
    }

    [Theory]
    [InlineData("{\"\\ud800\":1,\"batch\":[]}")]
    [InlineData("{\"batch\":[],\"writeKey\":\"\\ud800\",\"sentAt\":\"\\udc00\"}")]
    [InlineData("{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"event\":\"A\",\"\\ud800\":1}]}")]
    [InlineData("{\"batch\":[{\"\\ud800\":1,\"messageId\":\"x\",\"type\":\"track\"}]}")]
    public void F10_half_characters_in_names_are_no_failure(string text) => _ = Read(Encoding.UTF8.GetBytes(text), single: false);

    /// <returns>Whether it was read; otherwise it was refused as a whole.</returns>
    private static bool Read(byte[] bytes, bool single)
    {
        try
        {
            _ = MessageEnvelope.Read(bytes, single);
        }
        catch (EnvelopeException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }

        var order = new EventsOrder("default", "app", single ? "track" : null, 1);
        var reader = new MessageReader(new LogEntry(1, EventsOrder.Kind, new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Unspecified), order.ToBody(bytes)));
        for (var row = 1; row <= reader.Count; row++)
        {
            var (message, rejected) = reader.Read(row);
            Assert.True(message is null || rejected is null);
            if (rejected is not null)
                Assert.True(rejected.Reason.Length is > 5 and < 400, rejected.Reason);
            _ = reader.Dead(row, "x");
        }

        return true;
    }

    private static byte[] Mutate(Random draw)
    {
        var bytes = Payload.ToList();
        for (var changes = draw.Next(1, 4); changes > 0; changes--)
        {
            var at = draw.Next(bytes.Count);
            switch (draw.Next(6))
            {
                case 0:
                    bytes[at] = (byte)draw.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, draw.Next(1, 8)));
                    break;
                case 2 when bytes.Count > 3:
                    bytes.InsertRange(at, bytes.GetRange(draw.Next(bytes.Count / 2), draw.Next(1, bytes.Count / 2)));
                    break;
                case 3 when draw.Next(5) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Pieces[draw.Next(Pieces.Length)]);
                    break;
            }

            if (bytes.Count == 0)
                bytes.Add((byte)'{');
        }

        return [.. bytes];
    }
}
