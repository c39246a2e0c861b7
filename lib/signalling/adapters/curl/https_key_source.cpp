// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/https_key_source.hpp>

#include <curl/curl.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace wims::signalling {

namespace {

struct CloseEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, CloseEasy>;

Error failed(const std::string& uri, std::string_view why, ErrorKind kind = ErrorKind::io) {
    return {kind, uri + ": " + std::string(why)};
}

/// One GET.
struct Transfer {
    std::string uri;
    w1::KeySource::Done done;
    std::size_t largest = 0;
    std::string body;
    bool too_large = false;
    Easy easy;

    static std::size_t take(char* data, std::size_t one, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        if (transfer.body.size() + one * count > transfer.largest) {
            transfer.too_large = true;
            return 0;  // ends it
        }
        transfer.body.append(data, one * count);
        return one * count;
    }

    bool open(const HttpsKeySourceConfig& config) {
        largest = config.largest;
        easy.reset(curl_easy_init());
        if (!easy) return false;
        const auto set = [&](CURLoption option, auto value) {
            return curl_easy_setopt(easy.get(), option, value) == CURLE_OK;
        };
        const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(config.timeout).count();
        return set(CURLOPT_URL, uri.c_str()) && set(CURLOPT_PROTOCOLS_STR, "https") && set(CURLOPT_NOSIGNAL, 1L) &&
               set(CURLOPT_FOLLOWLOCATION, 0L) && set(CURLOPT_PROXY, "") && set(CURLOPT_NETRC, 0L) &&
               set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
               set(CURLOPT_TIMEOUT_MS, static_cast<long>(milliseconds)) &&
               (config.ca_file.empty() || set(CURLOPT_CAINFO, config.ca_file.c_str())) &&
               set(CURLOPT_WRITEFUNCTION, &Transfer::take) && set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    }

    Result<std::string> outcome(CURLcode code) {
        if (too_large) return failed(uri, "the document is too large", ErrorKind::limit);
        if (code == CURLE_OPERATION_TIMEDOUT) return failed(uri, "no answer in time", ErrorKind::timeout);
        if (code != CURLE_OK) return failed(uri, curl_easy_strerror(code));
        long status = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
        if (status != 200) return failed(uri, "HTTP status " + std::to_string(status), ErrorKind::protocol);
        return std::move(body);
    }
};
using TransferPtr = std::unique_ptr<Transfer>;

class HttpsKeySource final : public w1::KeySource {
public:
    HttpsKeySource(const HttpsKeySourceConfig& config, CURLM* multi) : config_(config), multi_(multi) {
        thread_ = std::thread([this] { run(); });
    }

    ~HttpsKeySource() override {
        {
            const std::lock_guard lock(mutex_);
            stop_ = true;
        }
        curl_multi_wakeup(multi_);
        thread_.join();
        curl_multi_cleanup(multi_);
    }

    void fetch(const std::string& uri, Done done) override {
        auto transfer = std::make_unique<Transfer>();
        transfer->uri = uri;
        transfer->done = std::move(done);
        {
            const std::lock_guard lock(mutex_);
            asked_.push_back(std::move(transfer));
        }
        curl_multi_wakeup(multi_);
    }

private:
    void run() {
        while (begin_asked()) {
            int running = 0;
            curl_multi_perform(multi_, &running);
            finish_done();
            curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
        }
        for (auto& [easy, transfer] : running_) {
            curl_multi_remove_handle(multi_, easy);
            transfer->done(failed(transfer->uri, "the fetch was given up", ErrorKind::cancelled));
        }
        running_.clear();
    }

    /// False when it is time to end; what was asked and not begun is then answered.
    bool begin_asked() {
        std::vector<TransferPtr> asked;
        bool stop = false;
        {
            const std::lock_guard lock(mutex_);
            asked = std::exchange(asked_, {});
            stop = stop_;
        }
        for (auto& transfer : asked) {
            if (stop) transfer->done(failed(transfer->uri, "the fetch was given up", ErrorKind::cancelled));
            else if (!transfer->open(config_) || curl_multi_add_handle(multi_, transfer->easy.get()) != CURLM_OK)
                transfer->done(failed(transfer->uri, "libcurl does not take it", ErrorKind::internal));
            else running_[transfer->easy.get()] = std::move(transfer);
        }
        return !stop;
    }

    void finish_done() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            const auto code = message->data.result;
            auto node = running_.extract(message->easy_handle);
            curl_multi_remove_handle(multi_, node.key());
            node.mapped()->done(node.mapped()->outcome(code));
        }
    }

    const HttpsKeySourceConfig config_;
    CURLM* const multi_;
    std::map<CURL*, TransferPtr> running_;  // the thread's
    std::mutex mutex_;                      // a P-CSCF's thread asks, this one's thread takes
    std::vector<TransferPtr> asked_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<w1::KeySource>> make_https_key_source(const HttpsKeySourceConfig& config) {
    if (!config.ca_file.empty() && ::access(config.ca_file.c_str(), R_OK) != 0)
        return Error{ErrorKind::usage, "ca_file: \"" + config.ca_file + "\" cannot be read"};
    static const CURLcode global = curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM* multi = global == CURLE_OK ? curl_multi_init() : nullptr;
    if (multi == nullptr) return Error{ErrorKind::internal, "libcurl cannot be initialised"};
    return std::unique_ptr<w1::KeySource>(std::make_unique<HttpsKeySource>(config, multi));
}

}  // namespace wims::signalling
