using Meridian.Foundation.Database;

namespace Meridian.Resolve;

/// <summary>Temporary tables that carry one batch from stage to stage; each session has its own.</summary>
public static class BatchTables
{
    /// <summary>Ids of the records that the batch states, or that an undo takes statements from.</summary>
    public static readonly Table RecordId = new("batch_record_id");
    public static readonly Table Key = new("batch_key");
    public static readonly Table Component = new("batch_component");

    /// <summary>Records that have to be looked at again: all of every component that the batch touches.</summary>
    public static readonly Table Closure = new("batch_closure");

    /// <summary>Records that are new, shaped like the record table.</summary>
    public static readonly Table Record = new("batch_record");

    /// <summary>Records that change profile or component: (record_id, profile_id, component_id).</summary>
    public static readonly Table Move = new("batch_move");

    /// <summary>Profiles whose records or statements changed, with <c>fresh</c> = all of it is in this batch, <c>single</c> = and it is one statement.</summary>
    public static readonly Table Touched = new("batch_touched");
}
