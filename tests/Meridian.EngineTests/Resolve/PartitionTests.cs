using CsCheck;
using Meridian.EngineTests.Store;

namespace Meridian.EngineTests.Resolve;

/// <summary>The same rows give the same people, whatever the order of rows and files. A failure prints CsCheck's seed and both orders.</summary>
public sealed class PartitionTests(ITestOutputHelper output) : StoreTests
{
    [Theory, OnEngines]
    public void F14_the_order_of_rows_and_files_does_not_matter(Engine engine) =>
        Gen.Select(World.Rows, Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000])
            .Sample((rows, first, second) => AssertSamePartition(engine, World.Files(rows, first), World.Files(rows, second)), output.WriteLine, iter: Sampling.Cases(4, engine), threads: 1);

    private static void AssertSamePartition(Engine engine, IReadOnlyList<WorldFile> first, IReadOnlyList<WorldFile> second)
    {
        var (one, other) = (Import(engine, first), Import(engine, second));
        Assert.True(one == other, $"{World.Print(first)}gives {one}\n\n{World.Print(second)}gives {other}");
    }

    private static string Import(Engine engine, IReadOnlyList<WorldFile> files)
    {
        using var store = new TestStore(engine);
        World.ImportAll(store, files);
        Assert.True(store.Check().Count == 0, $"{World.Print(files)}{string.Join('\n', store.Check())}");
        return store.Partition();
    }
}
