using Meridian.Foundation.Database;

namespace Meridian.Privacy;

/// <summary>Temporary tables that say what is to be erased; each session has its own.</summary>
internal static class ErasureTables
{
    public static readonly Table Record = new("erased_record");

    /// <summary>Match keys that nobody else has.</summary>
    public static readonly Table Key = new("erased_key");

    /// <summary>Rows of files: (entry, row_no).</summary>
    public static readonly Table Row = new("erased_row");

    /// <summary>Places of messages in the log where nothing stands any more: (entry, row_no).</summary>
    public static readonly Table Place = new("erased_place");

    /// <summary>Places of statements of consent and of list items that are not in the log any more: (entry, row_no).</summary>
    public static readonly Table Said = new("erased_said");

    /// <summary>Visitors that the people shared a device with: records that stay and lose events.</summary>
    public static readonly Table Visitor = new("erased_visitor");

    /// <summary>Records of whom something was said that is gone.</summary>
    public static readonly Table Spoken = new("erased_spoken");
}
