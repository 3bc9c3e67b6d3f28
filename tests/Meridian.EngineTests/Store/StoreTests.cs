namespace Meridian.EngineTests.Store;

/// <summary>
/// Tests on a store: <see cref="Open"/> gives an empty one, and every store that a test opened must pass its own audit when the test ends.
/// </summary>
public abstract class StoreTests : IDisposable
{
    private readonly List<TestStore> _stores = [];

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
