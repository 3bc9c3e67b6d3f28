namespace Meridian.Normalise;

/// <summary>Reads whether somebody agreed to marketing: the usual words for yes and no, and those of lists of subscribers.</summary>
internal static class ConsentWords
{
    private static readonly Dictionary<string, bool> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["granted"] = true,
        ["subscribed"] = true,
        ["subscriber"] = true,
        ["optedin"] = true,
        ["optin"] = true,
        ["consented"] = true,
        ["accepted"] = true,
        ["confirmed"] = true,
        ["withdrawn"] = false,
        ["unsubscribed"] = false,
        ["optedout"] = false,
        ["optout"] = false,
        ["declined"] = false,
        ["refused"] = false,
        ["denied"] = false,
        ["revoked"] = false,
        ["cleaned"] = false,
        ["blocked"] = false,
        ["donotcontact"] = false,
        ["nonsubscribed"] = false,
        ["notsubscribed"] = false,
    };

    private static readonly Dictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> Known = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool TryRead(ReadOnlySpan<char> cell, out bool granted)
    {
        if (BooleanWords.TryRead(cell, out granted))
            return true;
        Span<char> letters = stackalloc char[32];
        var length = 0;
        foreach (var c in cell)
        {
            if (c is ' ' or '-' or '_')
                continue;
            if (length == letters.Length)
                return false;
            letters[length++] = c;
        }

        return Known.TryGetValue(letters[..length], out granted);
    }
}
