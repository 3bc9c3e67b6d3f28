using System.Security.Cryptography;
using System.Text;

namespace Meridian.Activate.Audiences;

/// <summary>How an ad platform wants its file: the names of the columns, and what is hashed. Hashes are SHA-256 of UTF-8, 64 hexadecimal digits in lower case.</summary>
/// <param name="Key">As commands and addresses name it.</param>
/// <param name="Columns">Of the e-mail and of the phone.</param>
public sealed record AudienceForm(string Key, string Name, (string Email, string Phone) Columns)
{
    /// <summary>Google Customer Match: a phone is hashed with its "+"; of Gmail's addresses the dots before the @ count for nothing.</summary>
    public static AudienceForm Google { get; } = new("google", "Google Customer Match", ("Email", "Phone"));

    /// <summary>Meta Custom Audiences: a phone is hashed as digits with the country's code, without "+" and leading noughts.</summary>
    public static AudienceForm Meta { get; } = new("meta", "Meta Custom Audiences", ("email", "phone"));

    public static IReadOnlyList<AudienceForm> All { get; } = [Google, Meta];

    /// <summary>The form by its key, whatever its capital letters.</summary>
    public static AudienceForm? Find(string key) => All.FirstOrDefault(f => f.Key.Equals(key.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>An address as the platform hashes it.</summary>
    public string HashOfEmail(string email) => Hash(Plain(email));

    /// <param name="e164">With "+".</param>
    public string HashOfPhone(string e164) => Hash(this == Meta ? e164.TrimStart('+').TrimStart('0') : "+" + e164.TrimStart('+'));

    public bool Equals(AudienceForm? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    private string Plain(string email)
    {
        var plain = email.Trim().ToLowerInvariant();
        var at = plain.LastIndexOf('@');
        return this == Google && at > 0 && plain[(at + 1)..] is "gmail.com" or "googlemail.com"
            ? plain[..at].Replace(".", "", StringComparison.Ordinal) + plain[at..] : plain;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
