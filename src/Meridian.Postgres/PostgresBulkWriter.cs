using Meridian.Foundation.Database;

namespace Meridian.Postgres;

/// <summary>Appends rows some megabytes at a time.</summary>
internal sealed class PostgresBulkWriter(ColumnType[] types, Action<PostgresRows> copy) : PostgresRows(types), IBulkWriter
{
    private const int Full = 4 << 20;

    /// <summary>How the binary form begins: its mark, no flags, nothing further.</summary>
    public static ReadOnlySpan<byte> Head => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>How it ends: a row of -1 columns.</summary>
    public static ReadOnlySpan<byte> Tail => [0xff, 0xff];

    public override void EndRow()
    {
        base.EndRow();
        if (Bytes.Length >= Full)
            Write();
    }

    public void Complete() => Write();

    private void Write()
    {
        copy(this);
        Clear();
    }
}
