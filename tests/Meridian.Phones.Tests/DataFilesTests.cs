using System.IO.Compression;
using Meridian.PhoneData;
using Xunit;

namespace Meridian.Phones.Tests;

public class DataFilesTests
{
    [Fact]
    public void The_embedded_files_are_what_the_generator_makes_of_the_pinned_package()
    {
        foreach (var (name, content) in DataFiles.Make())
        {
            using var stream = typeof(PhoneReader).Assembly.GetManifestResourceStream($"Meridian.Phones/{name}");
            Assert.NotNull(stream);
            var embedded = new byte[stream.Length];
            stream.ReadExactly(embedded);
            Assert.True(Unpacked(embedded).SequenceEqual(Unpacked(content)), $"{name} is out of date: run dotnet run --project tools/phones -c Release");
        }
    }

    [Fact]
    public void The_source_names_the_pinned_version() =>
        Assert.Contains(typeof(PhoneNumbers.PhoneNumberUtil).Assembly.GetName().Version!.ToString(3), PhoneReader.Source, StringComparison.Ordinal);

    /// <summary>What is packed is compared unpacked: another release of .NET may pack the same content into other bytes.</summary>
    private static byte[] Unpacked(byte[] file)
    {
        if (!file.AsSpan().StartsWith("MPX1"u8))
            return file;
        using var packed = new BrotliStream(new MemoryStream(file, 4, file.Length - 4), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
