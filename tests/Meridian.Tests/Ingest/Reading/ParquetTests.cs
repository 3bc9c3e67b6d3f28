using System.Buffers.Binary;
using CsCheck;
using Meridian.Ingest.Reading;
using Parquet;
using Parquet.Serialization;

namespace Meridian.Tests.Ingest.Reading;

public class ParquetTests : InTempFolder
{
    public sealed class Address
    {
        public string? City { get; set; }
    }

    public sealed class Customer
    {
        public int Id { get; set; }
        public string? Name { get; set; }
        public long Phone { get; set; }
        public double Total { get; set; }
        public decimal Price { get; set; }
        public DateTime Since { get; set; }
        public bool Vip { get; set; }
        public int? Visits { get; set; }
        public List<string>? Tags { get; set; }
        public Address? Home { get; set; }
        public byte[]? Raw { get; set; }
    }

    private static readonly Customer Full = new()
    {
        Id = 1,
        Name = "王小明",
        Phone = 8613800138000,
        Total = 19.99,
        Price = 12.5m,
        Since = new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc),
        Vip = true,
        Visits = 7,
        Tags = ["WhatsApp", "Telegram"],
        Home = new Address { City = "Lima" },
        Raw = "text"u8.ToArray(),
    };

    private static readonly Customer Sparse = new() { Id = 2, Since = new DateTime(2024, 2, 29, 13, 5, 0, DateTimeKind.Utc) };

    private static byte[] Parquet(IEnumerable<Customer> customers, int? rowGroup = null)
    {
        using var memory = new MemoryStream();
        ParquetSerializer.SerializeAsync(customers, memory, rowGroup is null ? null : new ParquetOptions { RowGroupSize = rowGroup }).GetAwaiter().GetResult();
        return memory.ToArray();
    }

    [Fact]
    public void Typed_columns_become_text()
    {
        var table = Table.Read(Write("t.csv", Parquet([Full, Sparse])));
        Assert.Equal("parquet", table.Facts.Format);
        Assert.Equal(["Id", "Name", "Phone", "Total", "Price", "Since", "Vip", "Visits", "Tags", "Home.City", "Raw"], table.Header);
        Assert.Equal("1|王小明|8613800138000|19.99|12.5|2024-02-29|true|7|WhatsApp, Telegram|Lima|text", string.Join('|', table.Rows[0].Cells));
        Assert.Equal(["2", "", "0", "0"], table.Rows[1].Cells[..4]);
        Assert.Equal(["2024-02-29 13:05:00", "false", "", "", "", ""], table.Rows[1].Cells[5..]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Row_groups_follow_one_another(bool zip)
    {
        var customers = Enumerable.Range(0, 1000).Select(i => new Customer { Id = i, Name = i % 3 == 0 ? null : $"n{i}", Tags = i % 2 == 0 ? null : [.. Enumerable.Repeat("t", i % 4)] });
        var parquet = Parquet(customers, 64);
        var table = Table.Read(Write("t", zip ? Zip(("t.parquet", parquet)) : parquet));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (i + 1L, $"{i}", i % 3 == 0 ? "" : $"n{i}", string.Join(", ", Enumerable.Repeat("t", i % 2 == 0 ? 0 : i % 4)))),
            table.Rows.Select(r => (r.Number, r.Cells[0], r.Cells[1], r.Cells[8])));
    }

    [Fact]
    public void F17_a_NUL_cell_costs_its_row()
    {
        var table = Table.Read(Write("t", Parquet([new() { Id = 1, Name = "a\0b" }, new() { Id = 2, Name = "c" }])));
        Assert.Equal("2", Assert.Single(table.Rows).Cells[0]);
        Assert.Equal((1L, "holds a NUL character"), (table.Broken[0].Row, table.Broken[0].Reason));
    }

    [Fact]
    public void F24_a_cut_file_is_refused_wherever_it_is_cut()
    {
        var whole = Parquet([Full, Sparse]);
        foreach (var length in new[] { 4, 8, 11, 12, 100, whole.Length / 2, whole.Length - 8, whole.Length - 1 })
            Assert.Contains("the Parquet file is", Refused(() => Table.Read(Write("t", whole.AsSpan(0, length)))).Message);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public void F24_a_footer_that_claims_too_much_is_refused(int length)
    {
        var bytes = Parquet([Full]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - 8), length);
        Assert.Contains("claims a length that cannot be", Refused(() => Table.Read(Write("t", bytes))).Message);
    }

    [Fact]
    public void F24_a_footer_byte_of_all_ones_never_makes_the_library_spin()
    {
        var whole = Parquet([Full]);
        var footer = BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(whole.Length - 8));
        var path = Path.Combine(Folder, "t");
        var refused = 0;
        for (var at = whole.Length - 8 - footer; at < whole.Length - 8; at++)
        {
            var bytes = whole.ToArray();
            bytes[at] = 0xFF;
            File.WriteAllBytes(path, bytes);
            try
            {
                Table.Read(path);
            }
            catch (UnreadableFileException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, footer / 4, footer);
    }

    [Fact]
    public void F24_damaged_bytes_end_in_one_clear_error_or_in_rows()
    {
        var whole = Parquet(Enumerable.Repeat(Full, 20));
        var path = Path.Combine(Folder, "t");
        Gen.Select(Gen.Int[4, whole.Length - 5], Gen.Byte).Array[1, 4].Sample(
            flips =>
            {
                var bytes = whole.ToArray();
                foreach (var (at, value) in flips)
                    bytes[at] = value;
                File.WriteAllBytes(path, bytes);
                try
                {
                    Table.Read(path);
                }
                catch (UnreadableFileException e)
                {
                    Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
                }
            },
            iter: 300,
            threads: 1);
    }
}
