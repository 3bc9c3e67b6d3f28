using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Tags;

namespace Meridian.EngineTests.Store;

/// <summary>A session that only asked something holds nothing that others wait for: a server's lives for days.</summary>
public sealed class SnapshotTests : StoreTests
{
    [Theory, OnEngines]
    public void A_session_that_asked_for_one_row_lets_the_store_be_checkpointed(Engine engine)
    {
        var folder = Directory.CreateTempSubdirectory("meridian-engine-");
        try
        {
            using var database = Engines.Open(engine, new DataFolder(folder.FullName));
            using var idle = database.OpenSession();
            using var writer = database.OpenSession();
            StoreSchema.Prepare(writer);
            Assert.Equal(0, LogCursor.Position(idle).Entry);
            writer.Execute($"update {TagTables.Evaluation} set evaluated_to = {new DateTime(2026, 3, 2)}");
            database.Checkpoint();
            Assert.Equal(new DateTime(2026, 3, 2), LabelRefresher.EvaluatedTo(idle));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
