namespace Meridian.EngineTests.Store;

/// <summary>
/// Tests on a store: <see cref="Open"/> gives an empty one, and every store that a test opened must pass its own audit when the test ends, except where
/// the test damages it on purpose.
/// </summary>
public abstract class StoreTests : IDisposable
{
    private readonly List<TestStore> _stores = [];

    /// <summary>For tests of the audit itself.</summary>
    protected bool DamagesTheStore { get; init; }

    protected TestStore Open(Engine engine)
    {
        var store = new TestStore(engine);
        _stores.Add(store);
        return store;
    }

    public void Dispose()
    {
        try
        {
            if (!DamagesTheStore)
                Assert.All(_stores, store => store.AssertSound());
        }
        finally
        {
            foreach (var store in _stores)
                store.Dispose();
        }

        GC.SuppressFinalize(this);
    }
}
