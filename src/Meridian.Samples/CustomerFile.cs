using System.Text;
using NodaTime;

namespace Meridian.Samples;

/// <summary>
/// Streams a customer file of any length for measurements: CSV in UTF-8, twelve columns, with the mess of real exports. Every fifth row is a person
/// who was there before under another id. One thread, flat memory; the same seed and day give the same bytes.
/// </summary>
public static class CustomerFile
{
    /// <summary>The columns, in order.</summary>
    public static IReadOnlyList<string> Header { get; } =
        ["id", "full_name", "phone", "email", "country", "city", "platform", "language", "birth_date", "last_active", "orders", "notes"];

    /// <summary>Of every so many rows one is a person seen before.</summary>
    private const int DuplicateEvery = 5;

    /// <summary>
    /// Writes a header and <paramref name="rows"/> rows. With <paramref name="truthPath"/>, also a CSV with the columns id, person, phone (E.164) and email
    /// (lower case) of every row, the last two only where the row shows a usable one: what a perfect reader would find.
    /// </summary>
    public static void Write(string path, long rows, int seed, LocalDate today, string? truthPath = null)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 1 << 16);
        using var truth = truthPath is null ? null : new StreamWriter(truthPath, append: false, new UTF8Encoding(false), bufferSize: 1 << 16);
        file.Write(string.Join(',', Header) + "\n");
        truth?.Write("id,person,phone,email\n");

        var row = new CustomerRow(seed, today);
        for (long i = 0; i < rows; i++)
        {
            var person = PersonOf(i, seed, out var again);
            file.Write(row.Compose(i, person, again));
            truth?.Write(row.Truth);
        }
    }

    /// <summary>Who row <paramref name="row"/> (from 0, header not counted) is: equal numbers are one person; people are numbered from 0 without gaps.</summary>
    public static long PersonOf(long row, int seed) => PersonOf(row, seed, out _);

    private static long PersonOf(long row, int seed, out bool again)
    {
        for (again = false; ; again = true)
        {
            var group = row / DuplicateEvery;
            var draw = new Draw(seed, Draw.Stream.Row, ~group);
            // The first row of all cannot repeat anybody.
            var repeating = group == 0 ? draw.Between(1, DuplicateEvery - 1) : draw.Below(DuplicateEvery);
            var place = (int)(row % DuplicateEvery);
            if (place != repeating)
                return (group * (DuplicateEvery - 1)) + (place < repeating ? place : place - 1);
            row = (long)(draw.Bits() % (ulong)row);
        }
    }
}
