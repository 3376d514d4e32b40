// Compiled by NullabilityTests: a line that ends in "// error" must not compile, one that ends in "// needless" must be
// warned of, because it guards against a null that can't be, and every other line must compile.
@file:Suppress("UNUSED_VARIABLE", "UNUSED_EXPRESSION", "UNUSED_PARAMETER", "unused")

import io.dogpile.backend.BackendContext
import io.dogpile.backend.BackendException
import io.dogpile.backend.BackendFactory
import io.dogpile.backend.BackendRegistry
import io.dogpile.backend.BackendWrapper
import io.dogpile.backend.CacheBackend
import io.dogpile.backend.CachedValue
import io.dogpile.backend.LocalMutexes
import io.dogpile.backend.Mutex
import io.dogpile.backend.ProxyBackend
import io.dogpile.backend.RegionInvalidationStrategy
import io.dogpile.codec.Codec
import io.dogpile.codec.TypeAllowList
import io.dogpile.lock.CreationException
import io.dogpile.lock.CreationTimeoutException
import io.dogpile.region.CacheRegion
import io.dogpile.region.CachedBiFunction
import io.dogpile.region.CachedFunction
import io.dogpile.region.CachedMultiFunction
import io.dogpile.region.CachedSupplier
import io.dogpile.region.CallOptions
import io.dogpile.region.CreationContext
import io.dogpile.region.FunctionKeyGenerator
import io.dogpile.region.FunctionOptions
import io.dogpile.region.KeyMangler
import io.dogpile.region.MultiCreator
import io.dogpile.region.RegionConfig
import io.dogpile.region.RegionListener
import io.dogpile.settings.InvalidSettingException
import io.dogpile.spring.boot.autoconfigure.RegionCustomizer
import io.dogpile.spring.cache.DogpileCache
import io.dogpile.spring.cache.DogpileCacheManager
import io.dogpile.spring.cache.SimpleKeys
import io.dogpile.spring.cache.UnknownRegionException
import java.lang.reflect.Type
import java.time.Duration
import java.time.InstantSource
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletableFuture.completedFuture
import java.util.function.UnaryOperator

fun reading(region: CacheRegion, keys: List<String>, perhaps: String?) {
    val nullable: String? = region.get<String>("key")
    val sure: String = region.get<String>("key") // error
    val expected: String? = region.get("key")
    val inferred: String = region.get("key") // error
    val withOptions: String = region.get("key", CallOptions.ignoringExpiration()) // error
    region.get<String>("key").length // error
    region.get<String>(perhaps) // error
    region.get<String>("key", null) // error
    val many: Map<String, String> = region.getMulti(keys)
    val manyPerhapsNull: Map<String, String?> = region.getMulti<String, String?>(keys)
    val lost: Map<String, String> = region.getMulti<String, String?>(keys) // error
    val missing: String = region.getMulti<String, String>(keys)["key"] // error
    region.getMulti<String, String>(listOf(perhaps)) // error
    region.getMulti<String, String>(null) // error
    val payload: String? = region.getValueMetadata<String>("key")?.payload()
    val noEntry: CachedValue<String> = region.getValueMetadata<String>("key") // error
    region.getValueMetadata<String>("key").payload() // error
    val ofNull: String = region.getValueMetadata<String?>("key")!!.payload() // error
    val ofValue: String = region.getValueMetadata<String>("key")!!.payload()
    region.name()?.length // needless
    region.backend()?.stringKeys() // needless
    region.actualBackend()?.stringKeys() // needless
    region.keyIsLocked(perhaps) // error
}

fun creating(region: CacheRegion, keys: List<String>, perhaps: String?) {
    val made: String = region.getOrCreate("key") { "value" }
    val nullMade: String? = region.getOrCreate("key") { null }
    val explicit: String? = region.getOrCreate<String?>("key") { null }
    region.getOrCreate<String>("key") { null } // error
    region.getOrCreate<String>("key") { perhaps } // error
    val hopeful: String = region.getOrCreate("key") { perhaps } // error
    region.getOrCreate<String>("key") { "value" }?.length // needless
    region.getOrCreate(perhaps) { "value" } // error
    region.getOrCreate("key", { "value" }, CallOptions.NONE).length
    region.getOrCreate<String>("key", { null }, CallOptions.NONE) // error
    region.getOrCreate("key", { "value" }, null) // error
    val many: Map<String, Int> = region.getOrCreateMulti(keys) { missing -> missing.associateWith { it.length } }
    val nulls: Map<String, Int?> = region.getOrCreateMulti<String, Int?>(keys) { missing -> missing.associateWith { null } }
    region.getOrCreateMulti<String, Int>(keys) { missing -> missing.associateWith { null } } // error
    val lost: Map<String, Int> = region.getOrCreateMulti<String, Int?>(keys) { mapOf() } // error
    region.getOrCreateMulti<String, Int>(keys) { null } // error
    region.getOrCreateMulti<String, Int>(listOf(perhaps)) { mapOf() } // error
    val creator = MultiCreator<String, String?> { missing -> missing.associateWith { null } }
    val strict = MultiCreator<String, String> { missing -> missing.associateWith { null } } // error
}

fun changing(region: CacheRegion, perhaps: String?) {
    region.set("key", "value")
    region.set("key", null)
    region.set(perhaps, "value") // error
    region.setMulti(mapOf("key" to null))
    region.setMulti(mapOf(perhaps to "value")) // error
    region.delete(perhaps) // error
    region.deleteMulti(listOf("key", 1))
    region.deleteMulti(listOf(perhaps)) // error
    region.wrap { backend -> Proxy(backend) }
    region.wrap { backend -> null } // error
    region.configureFromConfig(mapOf("cache.local.backend" to null), "cache.local.")
    region.configureFromConfig(mapOf("backend" to "memory"), perhaps) // error
    region.configure(null) // error
    CacheRegion.create(perhaps) // error
    CacheRegion.create("name")?.name() // needless
    CacheRegion.of("name", RegionConfig.builder("memory").build())?.name() // needless
}

fun functions(region: CacheRegion, perhaps: String?) {
    val length: CachedFunction<String, Int> = region.cacheOnArguments<String, Int>("length") { it.length }
    val made: Int = length.apply("text")
    length.apply(perhaps) // error
    val nothing: Int = length.get("text") // error
    val something: Int? = length.get("text")
    length.set(null, "text") // error
    val refreshed: Int = length.refresh("text")
    length.invalidate(perhaps) // error
    length.key("text")?.hashCode() // needless
    val lenient: CachedFunction<String?, Int?> = region.cacheOnArguments<String?, Int?>("lenient") { it?.length }
    val perhapsMade: Int? = lenient.apply(null)
    val surely: Int = lenient.apply("text") // error
    lenient.set(null, null)
    region.cacheOnArguments<String, Int>("length") { null } // error
    region.cacheOnArguments<String, Int>(perhaps) { it.length } // error
    val supplier: CachedSupplier<String> = region.cacheOnArguments<String>("supplier") { "value" }
    val supplied: String = supplier.get()
    val now: CachedSupplier<String> = region.cacheOnArguments<String>("supplier") { null } // error
    val two: CachedBiFunction<String, Int, String?> = region.cacheOnArguments<String, Int, String?>("two") { a, b -> null }
    two.apply("text", null) // error
    val three = region.cacheOnArguments<String, Int, Long?, String>("three") { a, b, c -> "$a$b$c" }
    val triple: String = three.apply("text", 1, null)
    val multi: CachedMultiFunction<String, Int> =
        region.cacheMultiOnArguments<String, Int>("multi") { keys -> keys.associateWith { it.length } }
    val all: Map<String, Int> = multi.apply(listOf("text"))
    multi.apply(listOf(perhaps)) // error
    val cached: Int = multi.get(listOf("text"))["text"] // error
    multi.set(mapOf("text" to null)) // error
    val options = FunctionOptions("name", null, CallOptions.NONE, null)
    options.namespace().length // error
    options.name()?.length // needless
    options.call()?.wrappingFailures() // needless
    options.keyGenerator().generate(null, "name", listOf()) // error
    options.inNamespace(null) // error
    FunctionOptions(perhaps, null, CallOptions.NONE, null) // error
    FunctionOptions.named(perhaps) // error
    val generator = FunctionKeyGenerator { namespace, function, arguments -> "$namespace $function ${arguments.size}" }
    val namespaceIsNullable = FunctionKeyGenerator { namespace, function, arguments -> namespace.length } // error
    val argumentIsNullable = FunctionKeyGenerator { namespace, function, arguments -> arguments.first() } // error
    val keyIsNot = FunctionKeyGenerator { namespace, function, arguments -> null } // error
    generator.generate(null, "name", listOf(null))
}

fun options(perhaps: Duration?) {
    CallOptions.expiring(Duration.ZERO)?.wrappingFailures() // needless
    CallOptions.expiring(perhaps) // error
    CallOptions.expiring { perhaps }
    CallOptions.NONE?.wrappingFailures() // needless
    CallOptions.NONE.cachingOnlyIf<String> { it.isNotEmpty() }
    CallOptions.NONE.cachingOnlyIf<String?> { it == null || it.isNotEmpty() }
    CallOptions.NONE.cachingOnlyIf<String?> { it.isNotEmpty() } // error
    CallOptions.NONE.reading(null) // error
}

fun configuring(perhaps: Duration?, name: String?, mangler: KeyMangler?, strategy: RegionInvalidationStrategy?) {
    RegionConfig.builder("memory")
        .expirationTime(perhaps)
        .serveStale(perhaps)
        .argument("maximum-size", null)
        .arguments(mapOf("maximum-size" to null))
        .asyncCreation(null)
        .keyMangler(mangler)
        .invalidationStrategy(strategy)
        .keyConversion { key -> key }
        .build()
    RegionConfig.builder(name) // error
    RegionConfig.builder().backend(name) // error
    RegionConfig.builder().waitTimeout(perhaps) // error
    RegionConfig.builder().argument(name, 1) // error
    RegionConfig.builder().listener(null) // error
    RegionConfig.builder().wrap(null) // error
    RegionConfig.builder().clock(null) // error
    RegionConfig.builder().valueType(null) // error
    RegionConfig.builder().keyConversion { key -> null } // error
    RegionConfig.builder()?.build() // needless
    val nullKey = KeyMangler { null } // error
    KeyMangler.sha1().mangle(name) // error
    KeyMangler.sha1()?.mangle("key") // needless
    KeyMangler.named("sha1").get().mangle("key")?.length // needless
    BackendRegistry.global()?.names() // needless
    BackendRegistry.global().names().first()?.length // needless
    BackendRegistry.global().register(null) // error
}

class Listener : RegionListener {
    override fun onCreated(region: String, key: Any, took: Duration) {}

    override fun onCreationFailed(region: String, key: Any, took: Duration, error: Throwable) {}

    override fun onSuperseded(region: String?, key: Any) {} // error

    override fun onJoined(region: String, key: Any?, waited: Duration) {} // error

    override fun onUnreadable(region: String, key: Any, cause: Throwable) {}

    override fun onBackendError(region: String, operation: String, error: Throwable?) {} // error
}

class Backend : CacheBackend {
    private val entries = HashMap<Any, CachedValue<*>>()
    private val mutexes = LocalMutexes()

    override fun keyMangler(): UnaryOperator<String>? = null

    override fun get(key: Any, type: Type): CachedValue<*>? = entries[key]

    override fun getMulti(keys: Collection<Any>, type: Type): Map<Any, CachedValue<*>> = keys.associateWith { entries.getValue(it) }

    override fun set(key: Any, value: CachedValue<*>, held: Mutex.Held?): Boolean {
        entries[key] = value
        return true
    }

    override fun setMulti(values: Map<Any, CachedValue<*>>, held: Map<Any, Mutex.Held>): Set<Any> = setOf()

    override fun delete(key: Any): Boolean = entries.remove(key) != null

    override fun deleteMulti(keys: Collection<Any>) = keys.forEach { entries.remove(it) }

    override fun mutex(key: Any): Mutex = mutexes.mutex(key)

    override fun tryAcquireMulti(keys: Collection<Any>): Map<Any, Mutex.Held> = mapOf()

    override fun clock(local: InstantSource): InstantSource = local

    override fun invalidationStrategy(): RegionInvalidationStrategy? = null

    override fun outage(): String? = null
}

abstract class WrongBackend : CacheBackend {
    override fun get(key: Any?, type: Type): CachedValue<*>? = null // error

    override fun set(key: Any, value: CachedValue<*>, held: Mutex.Held): Boolean = true // error

    override fun mutex(key: Any): Mutex? = null // error

    override fun clock(local: InstantSource): InstantSource? = null // error

    override fun actualBackend(): CacheBackend? = null // error
}

class Proxy(proxied: CacheBackend) : ProxyBackend(proxied) {
    override fun get(key: Any, type: Type): CachedValue<*>? = super.get(key, type)

    override fun set(key: Any, value: CachedValue<*>, held: Mutex.Held?): Boolean = proxied().set(key, value, held)

    override fun keyMangler(): UnaryOperator<String> = super.keyMangler() // error

    override fun outage(): String = super.outage() // error

    override fun invalidationStrategy(): RegionInvalidationStrategy = super.invalidationStrategy() // error
}

class Factory : BackendFactory {
    override fun name(): String = "mine"

    override fun aliases(): Set<String> = setOf()

    override fun create(context: BackendContext): CacheBackend {
        val retention: Duration = context.retention() // error
        context.regionName()?.length // needless
        context.clock()?.instant() // needless
        context.arguments()?.toString() // needless
        context.listener().onUnreadable("key", RuntimeException())
        context.listener().onUnreadable("key", null) // error
        return Backend()
    }
}

class OwnMutex : Mutex {
    override fun tryAcquire(limit: Duration) = java.util.Optional.empty<Mutex.Held>()

    override fun isLocked(): Boolean = false

    override fun holder(): String? = null // error
}

fun entries(perhaps: String?, wrapper: BackendWrapper, codec: Codec) {
    val value: CachedValue<String> = CachedValue.of("value", 0)
    val text: String = value.payload()
    val ofNull: String = CachedValue.of(perhaps, 0).payload() // error
    val none: CachedValue<String> = CachedValue.of<String>(null, 0) // error
    value.creationTime()?.nano // needless
    value.attributes()?.size // needless
    value.attributes()["t"].hashCode()
    val attribute: Any = value.attributes()["t"] // error
    value.withPayload(null)?.version() // needless
    wrapper.wrap(null) // error
    codec.encode(null)?.bytes() // needless
    codec.encode(null).type().length // error
    val decoded: Any = codec.decode(byteArrayOf(), Any::class.java, null) // error
    codec.decode(null, Any::class.java, null) // error
    TypeAllowList.of(listOf(perhaps)) // error
    BackendException("message", null)
    BackendException(null, null) // error
    CreationException("key", null) // error
    InvalidSettingException(null, "value", "is wrong", "Do better.") // error
}

fun timeout(timeout: CreationTimeoutException) {
    timeout.key()?.length // needless
    timeout.holder()?.length // needless
    timeout.waited()?.seconds // needless
}

fun spring(region: CacheRegion, cache: DogpileCache, manager: DogpileCacheManager, perhaps: String?) {
    DogpileCache(null) // error
    cache.name?.length // needless
    cache.nativeCache?.name() // needless
    cache.get("key").get() // error
    cache.get("key", String::class.java).length // error
    cache.get(perhaps) // error
    cache.put("key", null)
    cache.put(perhaps, "value") // error
    val absent: Any = cache.putIfAbsent("key", "value") // error
    cache.retrieve("key").join() // error
    manager.getCache("name").name // error
    val cacheName: String? = manager.getCache("name")?.name
    manager.getCache(perhaps) // error
    manager.cacheNames?.size // needless
    DogpileCacheManager.of(listOf(null)) // error
    DogpileCacheManager.onDemand { name -> null } // error
    SimpleKeys.conversion()?.apply("key") // needless
    UnknownRegionException(perhaps, listOf()) // error
    val customizer = RegionCustomizer { name, builder -> builder.expirationTime(Duration.ofMinutes(name.length.toLong())) }
}

fun futures(region: CacheRegion, keys: List<String>, perhaps: String?) {
    val sure: CompletableFuture<String> = region.getOrCreateAsync<String>("key") { completedFuture("value") }
    val nullable: CompletableFuture<String?> = region.getOrCreateAsync<String?>("key") { completedFuture(null) }
    region.getOrCreateAsync<String>("key") { null } // error
    region.getOrCreateAsync<String>(perhaps) { completedFuture("value") } // error
    val many: CompletableFuture<Map<String, Int>> =
        region.getOrCreateMultiAsync<String, Int>(keys) { asked -> completedFuture(asked.associateWith { it.length }) }
    region.getOrCreateMultiAsync<String, Int>(listOf(perhaps)) { completedFuture(mapOf()) } // error
    region.setAsync("key", null, CallOptions.NONE)
    region.setAsync(perhaps, "value", CallOptions.NONE) // error
    region.deleteAsync(perhaps) // error
    val removed: Boolean = region.deleteAsync("key").join()
}

fun creations(region: CacheRegion, perhaps: String?) {
    CreationContext.current()?.doNotStore() // needless
    CreationContext.current().region()?.length // needless
    CreationContext.current().expirationTime(null) // error
    region.fence(listOf("key")).close()
    region.fence(listOf(perhaps)) // error
    region.watch("key").close()
    region.watch(perhaps) // error
    region.stats()?.let { } // needless
}
