using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Meridian.Audit;

/// <summary>What one entry of the log did, as the audit tells it: a function of the entry alone, and of that of it which an erasure leaves as it is.</summary>
/// <param name="Actor">Id of a key, "local:USER", or <see cref="Unknown"/>.</param>
/// <param name="Before">JSON; null where there was nothing.</param>
/// <param name="After">JSON; null where nothing is to be told.</param>
public sealed record AuditAct(DateTime At, string Actor, string Action, string Subject, long Entry, string? Before, string? After)
{
    /// <summary>Entries of earlier programs do not say who asked for them.</summary>
    public const string Unknown = "unknown";
}

/// <summary>A row of the audit.</summary>
/// <param name="Seq">1, 2, 3, ...</param>
/// <param name="Previous">Hash of the row before.</param>
/// <param name="Hash">SHA-256 of all the rest, hexadecimal.</param>
public sealed record AuditRow(long Seq, AuditAct Act, string Previous, string Hash)
{
    /// <summary>What the first row has for the hash of the one before.</summary>
    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    public static AuditRow After(long seq, string previous, AuditAct act) => new(seq, act, previous, HashOf(seq, act, previous));

    /// <summary>Whether the row says what it said when it was written.</summary>
    public bool IsSound => Hash == HashOf(Seq, Act, Previous);

    private static string HashOf(long seq, AuditAct act, string previous)
    {
        var text = new StringBuilder();
        foreach (var part in new[]
        {
            previous, seq.ToString(CultureInfo.InvariantCulture), act.At.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture), act.Actor, act.Action, act.Subject,
            act.Entry.ToString(CultureInfo.InvariantCulture), act.Before ?? "\u0001", act.After ?? "\u0001",
        })
        {
            // Lengths, so that no text can be moved from one part to its neighbour.
            text.Append(part.Length).Append(':').Append(part).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
