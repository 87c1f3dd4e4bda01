namespace BasedAI.Grains;

/// <summary>
/// Values that are costly to load, shared by threads and kept while there is room. A value in use is never disposed: leases are counted,
/// and only what nobody uses is let go, least recently used first. One thread loads a key, others that want it wait for that.
/// </summary>
/// <param name="maxBytes">Room for values nobody uses; what is in use may exceed it.</param>
internal sealed class SharedCache<TValue>(long maxBytes) : IDisposable
    where TValue : class, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;

    /// <summary>Values loaded and not let go.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>Bytes of the values loaded, as estimated.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>
    /// Borrows the value of <paramref name="key"/>, loading it where it is not there. What loading throws is thrown, and nothing is kept.
    /// </summary>
    /// <param name="key">Its name.</param>
    /// <param name="load">Makes the value and says how many bytes it holds.</param>
    public Lease Borrow(string key, Func<(TValue Value, long Bytes)> load)
    {
        Entry entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out entry!))
            {
                entry = new Entry(key, load);
                _entries.Add(key, entry);
                entry.Place = _byUse.AddLast(entry);
            }

            entry.Users++;
        }

        try
        {
            var (value, bytes) = entry.Loaded.Value;
            lock (_lock)
            {
                if (entry.Bytes == 0)
                {
                    entry.Bytes = Math.Max(1, bytes);
                    _bytes += entry.Bytes;
                }
            }

            return new Lease(this, entry, value);
        }
        catch
        {
            lock (_lock)
            {
                entry.Users--;
                Forget(entry);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            maxBytes = 0;
            Trim();
        }
    }

    private void Return(Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            if (entry.Place is { List: not null } place)
            {
                _byUse.Remove(place);
                _byUse.AddLast(place);
            }

            Trim();
        }
    }

    private void Trim()
    {
        for (var place = _byUse.First; place is not null && _bytes > maxBytes;)
        {
            var entry = place.Value;
            place = place.Next;
            if (entry.Users > 0 || entry.Bytes == 0)
                continue;
            Forget(entry);
            _bytes -= entry.Bytes;
            entry.Loaded.Value.Value.Dispose();
        }
    }

    private void Forget(Entry entry)
    {
        if (_entries.TryGetValue(entry.Key, out var current) && current == entry)
            _entries.Remove(entry.Key);
        if (entry.Place is { List: not null } place)
            _byUse.Remove(place);
    }

    /// <summary>A borrowed value; dispose it to give the value back.</summary>
    internal sealed class Lease(SharedCache<TValue> cache, Entry entry, TValue value) : IDisposable
    {
        private int _returned;

        public TValue Value { get; } = value;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                cache.Return(entry);
        }
    }

    internal sealed class Entry(string key, Func<(TValue Value, long Bytes)> load)
    {
        public string Key { get; } = key;

        public Lazy<(TValue Value, long Bytes)> Loaded { get; } = new(load);

        public int Users { get; set; }

        public long Bytes { get; set; }

        public LinkedListNode<Entry>? Place { get; set; }
    }
}
