using Meridian.Foundation.Geography;

namespace Meridian.Normalise;

/// <summary>What an address in one line says of the country: its last part, when that is a country's name.</summary>
internal static class AddressText
{
    public static string? Country(ReadOnlySpan<char> address)
    {
        var comma = address.LastIndexOfAny(",，\n、");
        var last = comma < 0 ? address : address[(comma + 1)..];
        last = last.Trim(" .。").Trim();

        // Two letters at the end are as often a state (CA, DE, IN) as a country.
        return comma >= 0 && last.Length > 2 && Countries.TryFind(last, out var country) ? country : null;
    }
}
