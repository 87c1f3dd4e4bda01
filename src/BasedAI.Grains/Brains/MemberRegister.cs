using BasedAI.Protocol;
using Orleans.Storage;

namespace BasedAI.Grains;

/// <summary>
/// The members of one role of a Brain. A member's uid is its place in the list. The list lies in storage in shards of
/// <see cref="ShardSize"/>, so that a join writes one shard of at most 4 KB and not the whole register. Every shard but the last is full,
/// so that nothing else need be stored.
/// </summary>
public sealed class MemberRegister
{
    /// <summary>Members per stored shard.</summary>
    public const int ShardSize = 64;

    private readonly IGrainStorage _storage;
    private readonly GrainId _brain;
    private readonly MemberRole _role;
    private readonly List<string> _members = [];
    private readonly Dictionary<string, int> _uids = [];
    private GrainState<MemberShard> _last = new();

    /// <summary>A register that is empty until <see cref="Load"/>.</summary>
    public MemberRegister(IGrainStorage storage, GrainId brain, MemberRole role)
    {
        _storage = storage;
        _brain = brain;
        _role = role;
    }

    /// <summary>Members there are.</summary>
    public int Count => _members.Count;

    /// <summary>The member with a uid.</summary>
    public string this[int uid] => _members[uid];

    /// <summary>A member's uid.</summary>
    public bool TryGetUid(string memberId, out int uid) => _uids.TryGetValue(memberId, out uid);

    /// <summary>Reads all shards.</summary>
    public async Task Load()
    {
        _members.Clear();
        _uids.Clear();
        do
        {
            _last = new GrainState<MemberShard>(new MemberShard());
            await _storage.ReadStateAsync(NameOf(Count / ShardSize), _brain, _last);
            foreach (var member in _last.State!.Members)
                Add(member);
        }
        while (_last.State!.Members.Length == ShardSize && Count < BrainCaps.Of(_role));
    }

    /// <summary>Gives a member its place; the same place where it has one.</summary>
    /// <exception cref="GrainFault">The role is full.</exception>
    public async Task<MemberPlace> Join(string memberId)
    {
        var cap = BrainCaps.Of(_role);
        if (!_uids.TryGetValue(memberId, out var uid))
        {
            if (Count >= cap)
                throw new GrainFault(
                    ErrorCodes.RoleFull, $"The Brain has {Count} {_role.ToString().ToLowerInvariant()}s, the cap is {cap}.");
            uid = Count;
            await Append(memberId, uid);
        }

        return new MemberPlace(memberId, _role, uid, Count, cap);
    }

    private async Task Append(string memberId, int uid)
    {
        var before = _last.State!;
        var shard = before.Members.Length == ShardSize ? new GrainState<MemberShard>(new MemberShard()) : _last;
        var place = shard == _last ? before.Members : [];
        shard.State = new MemberShard { Members = [.. place, memberId] };
        try
        {
            await _storage.WriteStateAsync(NameOf(uid / ShardSize), _brain, shard);
        }
        catch
        {
            // Stored or not, only storage knows: go back to what it says before the next join.
            await Load();
            throw;
        }

        _last = shard;
        Add(memberId);
    }

    private void Add(string memberId)
    {
        _uids.Add(memberId, _members.Count);
        _members.Add(memberId);
    }

    private string NameOf(int shard) => $"{(_role == MemberRole.Miner ? "miners" : "validators")}-{shard:00}";
}
