using System.Globalization;
using System.IO.Compression;

namespace Meridian.PhoneData.Prefixes;

/// <summary>
/// Writes a table from prefixes to texts: "MPX1", then, packed by Brotli: the texts (count, each with its length), the prefixes by length (count of
/// lengths; for each: length, count, differences between ascending prefixes, numbers of their texts). All integers are of variable length, seven bits a byte.
/// </summary>
internal static class PrefixWriter
{
    /// <param name="named">More texts under names of their own: a name and a text each.</param>
    public static byte[] Write(SortedDictionary<long, string> map, IEnumerable<(string Name, string Text)> named)
    {
        using var memory = new MemoryStream();
        memory.Write("MPX1"u8);
        using (var packed = new BrotliStream(memory, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var writer = new BinaryWriter(packed))
        {
            var texts = map.Values.Distinct(StringComparer.Ordinal).ToList();
            var number = texts.Select((t, i) => (t, i)).ToDictionary(p => p.t, p => p.i, StringComparer.Ordinal);
            writer.Write7BitEncodedInt(texts.Count);
            foreach (var text in texts)
                writer.Write(text);
            var lengths = map.GroupBy(e => e.Key.ToString(CultureInfo.InvariantCulture).Length).OrderBy(g => g.Key).ToList();
            writer.Write7BitEncodedInt(lengths.Count);
            foreach (var group in lengths)
            {
                writer.Write7BitEncodedInt(group.Key);
                writer.Write7BitEncodedInt(group.Count());
                var before = 0L;
                foreach (var (prefix, _) in group)
                {
                    writer.Write7BitEncodedInt64(prefix - before);
                    before = prefix;
                }

                foreach (var (_, text) in group)
                    writer.Write7BitEncodedInt(number[text]);
            }

            var names = named.ToList();
            writer.Write7BitEncodedInt(names.Count);
            foreach (var (name, text) in names)
            {
                writer.Write(name);
                writer.Write(text);
            }
        }

        return memory.ToArray();
    }
}
