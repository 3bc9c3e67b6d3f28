using System.Collections.Frozen;
using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>The values of one column that can be evidence: trimmed, without blanks and the words that people write for "nothing".</summary>
internal static class SampleValues
{
    private const int MostValues = 400;
    private const int FewestValues = 20;

    // A file of 10,000 columns is judged by fewer values a column, so that the guess takes a second and not a minute.
    private const int MostCells = 200_000;

    private static readonly FrozenSet<string> NothingWords = new[]
    {
        "na", "null", "none", "nil", "nan", "undefined", "unknown", "empty", "not set", "not provided", "无", "無", "暂无", "暫無", "没有", "沒有", "空", "未知", "未填写", "未填寫", "ninguno", "sin datos", "nenhum", "não informado", "tidak ada",
        "لا يوجد", "غير معروف", "inconnu", "unbekannt", "нет данных", "không có", "ไม่มี", "なし", "없음",
    }.Select(Spelling.Key).ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<string> Of(IReadOnlyList<IReadOnlyList<string>> rows, int column, int columns)
    {
        var most = Math.Clamp(MostCells / Math.Max(1, columns), FewestValues, MostValues);
        var values = new List<string>();
        foreach (var row in rows)
        {
            if (column >= row.Count || row[column] is not { } cell)
                continue;
            var value = cell.Trim();
            if (value.Length > 0 && !SaysNothing(value))
                values.Add(value);
            if (values.Count == most)
                break;
        }

        return values;
    }

    private static bool SaysNothing(string value)
    {
        if (value.Length > 20)
            return false;
        var key = Spelling.Key(value);
        return key.Length == 0 ? !value.Any(char.IsSymbol) || value == "-" : NothingWords.Contains(key);
    }
}
