using System.Globalization;

namespace Meridian.Samples;

/// <summary>E-mail addresses under the domains that RFC 2606 keeps for examples: nothing sent to one can reach a person.</summary>
internal static class EmailAddress
{
    public static readonly string[] Domains =
        ["mail.example.com", "example.com", "post.example.org", "inbox.example.net", "example.org", "correo.example.com", "mail.example.net", "example.net"];

    /// <summary>Writes the person's address; returns its length. It ends in a number that no other person has, so that it is theirs alone.</summary>
    public static int Write(in Sketch person, Span<char> destination)
    {
        var given = person.Given.Plain.AsSpan();
        var family = person.Family.Plain.AsSpan();
        var length = 0;
        switch (person.EmailStyle)
        {
            case 0: Add(destination, given, ref length); Add(destination, ".", ref length); Add(destination, family, ref length); break;
            case 1: Add(destination, given[..1], ref length); Add(destination, family, ref length); break;
            case 2: Add(destination, family, ref length); Add(destination, "_", ref length); Add(destination, given, ref length); break;
            case 3: Add(destination, given, ref length); break;
            default: Add(destination, family, ref length); Add(destination, ".", ref length); Add(destination, given, ref length); break;
        }

        Number(person.Index).TryFormat(destination[length..], out var digits, provider: CultureInfo.InvariantCulture);
        length += digits;
        Add(destination, "@", ref length);
        Add(destination, Domains[person.EmailDomain], ref length);
        return length;
    }

    // Small indices are shuffled within four digits, so that a demo's addresses do not count upwards; above, the index itself.
    private static long Number(long person) => person < 9_973 ? ((person * 4_271) + 17) % 9_973 : person;

    private static void Add(Span<char> destination, ReadOnlySpan<char> text, ref int length)
    {
        text.CopyTo(destination[length..]);
        length += text.Length;
    }
}
