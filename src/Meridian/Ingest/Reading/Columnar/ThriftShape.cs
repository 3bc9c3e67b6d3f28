namespace Meridian.Ingest.Reading;

/// <summary>The structs of a Parquet footer and of its page headers: field number to kind (apache/parquet-format 2.11, parquet.thrift).</summary>
internal static class ThriftShape
{
    public const string Footer = "FileMetaData";
    public const string Page = "PageHeader";

    // "i" any integer, "b" bytes, "d" double, "t" truth, "y" byte, a name a struct; brackets a list of it.
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["FileMetaData"] = "1:i 2:[SchemaElement] 3:i 4:[RowGroup] 5:[KeyValue] 6:b 7:[ColumnOrder] 8:EncryptionAlgorithm 9:b",
        ["SchemaElement"] = "1:i 2:i 3:i 4:b 5:i 6:i 7:i 8:i 9:i 10:LogicalType",
        ["LogicalType"] = "1:Empty 2:Empty 3:Empty 4:Empty 5:Decimal 6:Empty 7:Time 8:Time 10:Int 11:Empty 12:Empty 13:Empty 14:Empty 15:Empty 16:Variant 17:Geometry 18:Geography",
        ["Decimal"] = "1:i 2:i",
        ["Time"] = "1:t 2:TimeUnit",
        ["TimeUnit"] = "1:Empty 2:Empty 3:Empty",
        ["Int"] = "1:y 2:t",
        ["Variant"] = "1:y",
        ["Geometry"] = "1:b",
        ["Geography"] = "1:b 2:i",
        ["Empty"] = "",
        ["RowGroup"] = "1:[ColumnChunk] 2:i 3:i 4:[SortingColumn] 5:i 6:i 7:i",
        ["SortingColumn"] = "1:i 2:t 3:t",
        ["ColumnChunk"] = "1:b 2:i 3:ColumnMetaData 4:i 5:i 6:i 7:i 8:Crypto 9:b",
        ["ColumnMetaData"] = "1:i 2:[i] 3:[b] 4:i 5:i 6:i 7:i 8:[KeyValue] 9:i 10:i 11:i 12:Statistics 13:[EncodingStats] 14:i 15:i 16:SizeStatistics 17:GeoStatistics",
        ["KeyValue"] = "1:b 2:b",
        ["Statistics"] = "1:b 2:b 3:i 4:i 5:b 6:b 7:t 8:t",
        ["EncodingStats"] = "1:i 2:i 3:i",
        ["SizeStatistics"] = "1:i 2:[i] 3:[i]",
        ["GeoStatistics"] = "1:Box 2:[i]",
        ["Box"] = "1:d 2:d 3:d 4:d 5:d 6:d 7:d 8:d",
        ["ColumnOrder"] = "1:Empty",
        ["EncryptionAlgorithm"] = "1:Aes 2:Aes",
        ["Aes"] = "1:b 2:b 3:t",
        ["Crypto"] = "1:Empty 2:ColumnKey",
        ["ColumnKey"] = "1:[b] 2:b",
        ["PageHeader"] = "1:i 2:i 3:i 4:i 5:DataPage 6:Empty 7:DictionaryPage 8:DataPageV2",
        ["DataPage"] = "1:i 2:i 3:i 4:i 5:Statistics",
        ["DictionaryPage"] = "1:i 2:i 3:t",
        ["DataPageV2"] = "1:i 2:i 3:i 4:i 5:i 6:i 7:t 8:Statistics",
    };

    private static readonly Dictionary<string, Dictionary<int, string>> Parsed = Fields.ToDictionary(
        f => f.Key,
        f => f.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(':')).ToDictionary(p => int.Parse(p[0]), p => p[1]),
        StringComparer.Ordinal);

    /// <summary>Kind of a field; null where the format has none of that number.</summary>
    public static string? Kind(string shape, int field) => Parsed[shape].GetValueOrDefault(field);
}
