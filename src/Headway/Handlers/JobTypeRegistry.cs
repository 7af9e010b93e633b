using System.Diagnostics.CodeAnalysis;

namespace Headway.Handlers;

/// <summary>The job types this process knows; fixed once the host has started.</summary>
public sealed class JobTypeRegistry
{
    private readonly Dictionary<string, JobType> _types;

    /// <summary>Gathers the registered types.</summary>
    /// <exception cref="ArgumentException">Two types of one name, a bad name, or a handler that can work nothing.</exception>
    public JobTypeRegistry(IEnumerable<JobType> types)
    {
        _types = new Dictionary<string, JobType>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            if (!IsName(type.Name))
                throw new ArgumentException(
                    $"'{type.Name}' is no name for a job type: use lower-case letters, digits, '_', '-' and dots, at most 100.");
            if (!type.Handler.IsAssignableTo(typeof(IJobHandler)) && !type.Handler.IsAssignableTo(typeof(IChunkHandler)))
                throw new ArgumentException(
                    $"{type.Handler} must implement {nameof(IJobHandler)} or {nameof(IChunkHandler)} to run '{type.Name}'.");
            if (!_types.TryAdd(type.Name, type))
                throw new ArgumentException($"The job type '{type.Name}' is registered twice.");
        }
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<JobType> All => [.. _types.Values.OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>Finds one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out JobType? type) => _types.TryGetValue(name, out type);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');
}
