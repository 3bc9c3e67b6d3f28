using System.Buffers;
using System.IO.Compression;
using System.Text;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Meridian.Web;

/// <summary>
/// Takes messages in as Segment's and RudderStack's clients send them. 200 says that they are durable in the log; what is wrong with one of them shows when it is applied. A client drops a batch for good
/// on 400, so that is said only of what is no batch at all; it comes back on 429 and 503.
/// </summary>
public sealed class Intake(OpenStore store, KeyRing keys, IntakeGauge gauge, IClock clock)
{
    /// <summary>Segment's limit of one request, of what is sent and of what it unpacks to.</summary>
    public const int MostBytes = 500 << 10;

    private const string Ok = "{\"success\":true}";

    /// <param name="type">What the address says that the body is; null for a batch.</param>
    public async Task Take(HttpContext http, string? type)
    {
        var body = await Read(http).ConfigureAwait(false);
        if (body is null)
            return;
        MessageEnvelope envelope;
        try
        {
            envelope = MessageEnvelope.Read(body, type is not null);
        }
        catch (EnvelopeException e)
        {
            await Refuse(http, 400, "bad_envelope", e.Message).ConfigureAwait(false);
            return;
        }

        if (keys.Find(http.Request, envelope.WriteKey) is not { Role: Roles.Ingest or Roles.Admin } key)
        {
            await Refuse(http, 401, "unknown_key", "No write key that is known came with the request. Send it as the user of basic authentication, or as writeKey; 'meridian keys create --role ingest' makes one.").ConfigureAwait(false);
            return;
        }

        if (gauge.Waiting > IntakeGauge.MostWaiting)
        {
            await Refuse(http, 429, "too_fast", "More messages wait to be applied than should. Send it again after the time in Retry-After.", retryAfter: 2).ConfigureAwait(false);
            return;
        }

        if (envelope.Messages.Count > 0 && !await Append(http, key, type, envelope, body).ConfigureAwait(false))
            return;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(Ok).ConfigureAwait(false);
    }

    private async Task<bool> Append(HttpContext http, ApiKey key, string? type, MessageEnvelope envelope, byte[] body)
    {
        var order = new EventsOrder(key.Source, key.Space, envelope.IsBatch ? null : type, envelope.Messages.Count);
        try
        {
            // Counted before, because the pump may be quicker than this line's end.
            gauge.Acknowledged(envelope.Messages.Count);
            using var span = Tracing.Begin("meridian.append", System.Diagnostics.ActivityKind.Server);
            span?.SetTag("meridian.messages", envelope.Messages.Count);
            await store.Log.AppendAsync(EventsOrder.Kind, clock.StoreNow(), order.ToBody(body)).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            gauge.Applied(envelope.Messages.Count);
            await Refuse(http, 503, "disk", "The message could not be written to the disk: it is full or fails. Nothing was taken in; send it again.", retryAfter: 5).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>The body, unpacked; null where the answer is given already. What a client calls it (a form, a text) means nothing.</summary>
    private async Task<byte[]?> Read(HttpContext http)
    {
        if (http.Request.ContentLength > MostBytes)
        {
            await Refuse(http, 413, "too_large", $"The request has {http.Request.ContentLength:N0} bytes; at most {MostBytes:N0} are taken.").ConfigureAwait(false);
            return null;
        }

        var encoding = http.Request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        if (encoding is not ("" or "identity" or "gzip" or "x-gzip" or "deflate" or "br"))
        {
            await Refuse(http, 415, "unknown_encoding", $"The content encoding '{encoding}' is not known. Send gzip, deflate, br or none.").ConfigureAwait(false);
            return null;
        }

        try
        {
            var sent = await ReadUpTo(http.Request.Body, http.Request.ContentLength, http.RequestAborted).ConfigureAwait(false);
            // Some say nothing of it and pack all the same.
            if (sent is not null && (encoding is not ("" or "identity") || sent is [0x1f, 0x8b, ..]))
            {
                using var packed = new MemoryStream(sent);
                using Stream unpacking = encoding switch
                {
                    "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
                    "br" => new BrotliStream(packed, CompressionMode.Decompress),
                    _ => new GZipStream(packed, CompressionMode.Decompress),
                };
                sent = await ReadUpTo(unpacking, null, http.RequestAborted).ConfigureAwait(false);
            }

            if (sent is null)
                await Refuse(http, 413, "too_large", $"The request is larger than {MostBytes:N0} bytes, as sent or unpacked.").ConfigureAwait(false);
            return sent;
        }
        catch (InvalidDataException e)
        {
            await Refuse(http, 400, "bad_encoding", $"The body is not {encoding}: {e.Message}").ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>All bytes of a stream; null for more than are taken.</summary>
    private static async Task<byte[]?> ReadUpTo(Stream stream, long? length, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length is > 0 ? (int)length + 1 : 64 << 10);
        try
        {
            var used = 0;
            while (true)
            {
                if (used == buffer.Length)
                {
                    var more = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, used).CopyTo(more);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = more;
                }

                var read = await stream.ReadAsync(buffer.AsMemory(used), stop).ConfigureAwait(false);
                if (read == 0)
                    return buffer.AsSpan(0, used).ToArray();
                used += read;
                if (used > MostBytes)
                    return null;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Answers that nothing was taken in, and why.</summary>
    internal async Task Refuse(HttpContext http, int status, string code, string reason, int? retryAfter = null)
    {
        gauge.Refused(status);
        http.Response.StatusCode = status;
        if (retryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(System.Text.Json.JsonSerializer.Serialize(new { success = false, code, message = reason }), Encoding.UTF8).ConfigureAwait(false);
    }
}
