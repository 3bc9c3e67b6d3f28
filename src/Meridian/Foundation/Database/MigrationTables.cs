namespace Meridian.Foundation.Database;

/// <summary>Which steps of the schema a store has.</summary>
internal static class MigrationTables
{
    public static readonly Table Applied = new("schema_migration");
}
